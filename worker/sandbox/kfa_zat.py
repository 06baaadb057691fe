"""Substances of the invented KFA catalogue: names as the catalogue writes them, with forms and strengths."""

from __future__ import annotations

from typing import Final

OBAT: Final = """
Paracetamol | Tablet 500 mg, 650 mg; Kaplet 500 mg; Sirup 120 mg/5 mL, 160 mg/5 mL, 250 mg/5 mL; Tetes Oral 100 mg/1 mL; Suppositoria 125 mg, 250 mg; Infus 10 mg/1 mL
Amoxicillin Trihydrate | Tablet 500 mg; Kapsul 250 mg, 500 mg; Kaplet 500 mg; Sirup Kering 125 mg/5 mL, 250 mg/5 mL; Tetes Oral 100 mg/1 mL; Serbuk Injeksi 1 g
Amoxicillin + Clavulanic Acid | Tablet Salut Selaput 500 mg + 125 mg, 250 mg + 125 mg, 875 mg + 125 mg; Sirup Kering 125 mg + 31.25 mg/5 mL, 250 mg + 62.5 mg/5 mL; Serbuk Injeksi 1 g + 200 mg
Ampicillin | Kaplet 500 mg; Sirup Kering 125 mg/5 mL; Serbuk Injeksi 500 mg, 1 g
Cefadroxil | Kapsul 250 mg, 500 mg; Kaplet 500 mg; Sirup Kering 125 mg/5 mL, 250 mg/5 mL
Cefixime | Kapsul 50 mg, 100 mg, 200 mg; Sirup Kering 100 mg/5 mL
Cefotaxime Sodium | Serbuk Injeksi 500 mg, 1 g
Ceftriaxone Sodium | Serbuk Injeksi 500 mg, 1 g, 2 g
Cefuroxime | Tablet Salut Selaput 250 mg, 500 mg
Ciprofloxacin | Tablet Salut Selaput 250 mg, 500 mg; Infus 2 mg/1 mL; Tetes Mata 0.3 %
Levofloxacin | Tablet Salut Selaput 250 mg, 500 mg, 750 mg; Infus 5 mg/1 mL; Tetes Mata 0.5 %
Ofloxacin | Tablet Salut Selaput 200 mg, 400 mg; Tetes Telinga 0.3 %
Azithromycin | Tablet Salut Selaput 250 mg, 500 mg; Sirup Kering 200 mg/5 mL
Erythromycin | Kapsul 250 mg; Tablet Salut Selaput 500 mg; Sirup Kering 200 mg/5 mL
Clindamycin | Kapsul 150 mg, 300 mg; Gel 1 %
Doxycycline | Kapsul 50 mg, 100 mg
Tetracycline HCl | Kapsul 250 mg, 500 mg; Salep 3 %
Sulfamethoxazole + Trimethoprim | Tablet 400 mg + 80 mg, 800 mg + 160 mg; Suspensi 200 mg + 40 mg/5 mL
Metronidazole | Tablet 250 mg, 500 mg; Suspensi 125 mg/5 mL; Infus 5 mg/1 mL
Gentamicin Sulfate | Krim 0.1 %; Salep 0.1 %; Salep Mata 0.3 %; Tetes Mata 0.3 %; Injeksi 40 mg/1 mL
Chloramphenicol | Kapsul 250 mg; Suspensi 125 mg/5 mL; Salep Mata 1 %; Tetes Mata 0.5 %; Tetes Telinga 3 %
Isoniazid | Tablet 100 mg, 300 mg
Rifampicin | Kapsul 300 mg, 450 mg, 600 mg
Pyrazinamide | Tablet 500 mg
Ethambutol | Tablet Salut Selaput 250 mg, 500 mg
Acyclovir | Tablet 200 mg, 400 mg; Krim 5 %
Fluconazole | Kapsul 50 mg, 150 mg
Ketoconazole | Tablet 200 mg; Krim 2 %; Sampo 2 %
Miconazole Nitrate | Krim 2 %; Serbuk Tabur 2 %
Griseofulvin | Tablet 125 mg, 500 mg
Nystatin | Suspensi 100000 IU/1 mL; Tablet Salut Selaput 500000 IU; Ovula 100000 IU
Albendazole | Tablet Kunyah 400 mg; Suspensi 200 mg/5 mL
Mebendazole | Tablet Kunyah 100 mg, 500 mg
Pyrantel Pamoate | Tablet 125 mg, 250 mg; Suspensi 125 mg/5 mL
Chlorpheniramine Maleate | Tablet 4 mg; Sirup 2 mg/5 mL
Cetirizine HCl | Tablet Salut Selaput 10 mg; Sirup 5 mg/5 mL; Tetes Oral 10 mg/1 mL
Loratadine | Tablet 10 mg; Sirup 5 mg/5 mL
Diphenhydramine HCl | Injeksi 10 mg/1 mL
Guaifenesin | Tablet 100 mg; Sirup 100 mg/5 mL
Dextromethorphan HBr | Tablet 15 mg; Sirup 10 mg/5 mL
Ambroxol HCl | Tablet 30 mg; Sirup 15 mg/5 mL, 30 mg/5 mL; Tetes Oral 15 mg/1 mL
Bromhexine HCl | Tablet 8 mg; Sirup 4 mg/5 mL
Acetylcysteine | Kapsul 200 mg; Sirup Kering 100 mg/5 mL; Tablet Effervescent 600 mg
Salbutamol Sulfate | Tablet 2 mg, 4 mg; Sirup 2 mg/5 mL; Inhaler 100 mcg/1 dosis; Larutan Inhalasi 1 mg/1 mL
Aminophylline | Tablet 100 mg, 200 mg; Injeksi 24 mg/1 mL
Theophylline | Kapsul Lepas Lambat 130 mg; Tablet 150 mg
Ephedrine HCl | Tablet 25 mg
Pseudoephedrine HCl + Triprolidine HCl | Tablet 60 mg + 2.5 mg; Sirup 30 mg + 1.25 mg/5 mL
Dexamethasone | Tablet 0.5 mg, 0.75 mg; Injeksi 5 mg/1 mL
Prednisone | Tablet 5 mg
Prednisolone | Tablet 5 mg
Methylprednisolone | Tablet 4 mg, 8 mg, 16 mg; Serbuk Injeksi 125 mg
Hydrocortisone | Krim 1 %, 2.5 %; Salep 2.5 %
Betamethasone Valerate | Krim 0.1 %; Salep 0.1 %
Betamethasone Valerate + Gentamicin Sulfate | Krim 0.1 % + 0.1 %
Desoximetasone | Krim 0.25 %; Salep 0.25 %
Mefenamic Acid | Kapsul 250 mg; Kaplet 500 mg; Tablet Salut Selaput 500 mg
Ibuprofen | Tablet Salut Selaput 200 mg, 400 mg, 600 mg; Suspensi 100 mg/5 mL, 200 mg/5 mL
Diclofenac Sodium | Tablet Salut Enterik 25 mg, 50 mg; Gel 1 %; Injeksi 25 mg/1 mL
Diclofenac Potassium | Tablet Salut Selaput 25 mg, 50 mg
Meloxicam | Tablet 7.5 mg, 15 mg; Suppositoria 15 mg
Piroxicam | Kapsul 10 mg, 20 mg; Gel 0.5 %
Ketorolac Tromethamine | Tablet Salut Selaput 10 mg; Injeksi 30 mg/1 mL
Ketoprofen | Tablet Salut Selaput 50 mg, 100 mg; Suppositoria 100 mg; Gel 2.5 %
Metamizole Sodium | Tablet 500 mg; Injeksi 500 mg/1 mL
Acetylsalicylic Acid | Tablet 80 mg, 100 mg, 500 mg
Allopurinol | Tablet 100 mg, 300 mg
Colchicine | Tablet 0.5 mg
Tramadol HCl | Kapsul 50 mg; Injeksi 50 mg/1 mL
Codeine Phosphate | Tablet 10 mg, 20 mg
Omeprazole | Kapsul 20 mg, 40 mg; Serbuk Injeksi 40 mg
Lansoprazole | Kapsul 30 mg
Pantoprazole | Tablet Salut Enterik 20 mg, 40 mg
Ranitidine HCl | Tablet Salut Selaput 150 mg, 300 mg; Sirup 75 mg/5 mL; Injeksi 25 mg/1 mL
Famotidine | Tablet 20 mg, 40 mg
Cimetidine | Tablet 200 mg
Aluminium Hydroxide + Magnesium Hydroxide | Tablet Kunyah 200 mg + 200 mg; Suspensi 200 mg + 200 mg/5 mL
Sucralfate | Tablet 500 mg; Suspensi 500 mg/5 mL
Domperidone | Tablet 10 mg; Suspensi 5 mg/5 mL; Tetes Oral 5 mg/1 mL
Metoclopramide HCl | Tablet 5 mg, 10 mg; Sirup 5 mg/5 mL; Injeksi 5 mg/1 mL
Ondansetron HCl | Tablet Salut Selaput 4 mg, 8 mg; Injeksi 2 mg/1 mL
Loperamide HCl | Tablet 2 mg
Attapulgite | Tablet 600 mg
Bisacodyl | Tablet Salut Enterik 5 mg; Suppositoria 5 mg, 10 mg
Lactulose | Sirup 3.335 g/5 mL
Hyoscine Butylbromide | Tablet Salut Gula 10 mg; Injeksi 20 mg/1 mL
Papaverine HCl | Tablet 40 mg
Zinc Sulfate | Tablet Dispersibel 20 mg; Sirup 20 mg/5 mL, 10 mg/5 mL
Amlodipine Besylate | Tablet 5 mg, 10 mg
Captopril | Tablet 12.5 mg, 25 mg, 50 mg
Lisinopril | Tablet 5 mg, 10 mg, 20 mg
Ramipril | Tablet 2.5 mg, 5 mg, 10 mg
Nifedipine | Tablet 10 mg; Tablet Lepas Lambat 30 mg
Bisoprolol Fumarate | Tablet Salut Selaput 2.5 mg, 5 mg, 10 mg
Propranolol HCl | Tablet 10 mg, 40 mg
Candesartan Cilexetil | Tablet 8 mg, 16 mg
Valsartan | Tablet Salut Selaput 80 mg, 160 mg
Irbesartan | Tablet 150 mg, 300 mg
Telmisartan | Tablet 40 mg, 80 mg
Losartan Potassium | Tablet Salut Selaput 50 mg
Amlodipine + Valsartan | Tablet Salut Selaput 5 mg + 80 mg, 10 mg + 160 mg
Hydrochlorothiazide | Tablet 25 mg
Furosemide | Tablet 40 mg; Injeksi 10 mg/1 mL
Spironolactone | Tablet 25 mg, 100 mg
Digoxin | Tablet 0.25 mg
Isosorbide Dinitrate | Tablet Sublingual 5 mg; Tablet 10 mg
Clopidogrel | Tablet Salut Selaput 75 mg
Simvastatin | Tablet Salut Selaput 10 mg, 20 mg, 40 mg
Atorvastatin Calcium | Tablet Salut Selaput 10 mg, 20 mg, 40 mg
Rosuvastatin Calcium | Tablet Salut Selaput 10 mg, 20 mg
Gemfibrozil | Kapsul 300 mg; Tablet Salut Selaput 600 mg
Fenofibrate | Kapsul 100 mg, 200 mg, 300 mg
Metformin HCl | Tablet Salut Selaput 500 mg, 850 mg; Tablet Lepas Lambat 500 mg
Glibenclamide | Tablet 5 mg, 2.5 mg
Glimepiride | Tablet 1 mg, 2 mg, 3 mg, 4 mg
Gliclazide | Tablet 80 mg; Tablet Lepas Lambat 30 mg, 60 mg
Gliquidone | Tablet 30 mg
Acarbose | Tablet 50 mg, 100 mg
Pioglitazone HCl | Tablet 15 mg, 30 mg
Glimepiride + Metformin HCl | Tablet Salut Selaput 1 mg + 250 mg, 2 mg + 500 mg
Propylthiouracil | Tablet 100 mg
Thiamazole | Tablet Salut Selaput 5 mg, 10 mg
Levothyroxine Sodium | Tablet 50 mcg, 100 mcg
Diazepam | Tablet 2 mg, 5 mg; Injeksi 5 mg/1 mL; Larutan Rektal 5 mg, 10 mg
Alprazolam | Tablet 0.25 mg, 0.5 mg, 1 mg
Clobazam | Tablet 10 mg
Amitriptyline HCl | Tablet Salut Selaput 25 mg
Haloperidol | Tablet 0.5 mg, 1.5 mg, 5 mg
Chlorpromazine HCl | Tablet Salut Selaput 25 mg, 100 mg
Trihexyphenidyl HCl | Tablet 2 mg
Risperidone | Tablet Salut Selaput 1 mg, 2 mg, 3 mg
Fluoxetine | Kapsul 10 mg, 20 mg
Sertraline | Tablet Salut Selaput 50 mg
Phenobarbital | Tablet 30 mg, 100 mg
Phenytoin Sodium | Kapsul 100 mg
Carbamazepine | Tablet 200 mg
Valproic Acid | Sirup 250 mg/5 mL; Tablet Salut Enterik 250 mg
Flunarizine | Tablet 5 mg, 10 mg
Betahistine Mesylate | Tablet 6 mg
Dimenhydrinate | Tablet 50 mg
Lidocaine HCl | Injeksi 20 mg/1 mL; Gel 2 %
Epinephrine | Injeksi 1 mg/1 mL
Atropine Sulfate | Injeksi 0.25 mg/1 mL
Oxytocin | Injeksi 10 IU/1 mL
Methylergometrine Maleate | Tablet Salut Gula 0.125 mg; Injeksi 0.2 mg/1 mL
Medroxyprogesterone Acetate | Injeksi 150 mg/1 mL, 50 mg/1 mL
Levonorgestrel + Ethinylestradiol | Tablet Salut Gula 0.15 mg + 0.03 mg
Tranexamic Acid | Kapsul 250 mg; Tablet Salut Selaput 500 mg; Injeksi 50 mg/1 mL, 100 mg/1 mL
Phytomenadione | Tablet Salut Gula 10 mg; Injeksi 2 mg/1 mL, 10 mg/1 mL
Thiamine HCl | Tablet 50 mg, 100 mg; Injeksi 100 mg/1 mL
Pyridoxine HCl | Tablet 10 mg, 25 mg
Cyanocobalamin | Tablet 50 mcg; Injeksi 500 mcg/1 mL
Thiamine HCl + Pyridoxine HCl + Cyanocobalamin | Tablet Salut Selaput 100 mg + 100 mg + 200 mcg, 100 mg + 200 mg + 200 mcg
Ascorbic Acid | Tablet 50 mg, 100 mg, 250 mg, 500 mg; Injeksi 100 mg/1 mL
Vitamin B Complex | Tablet ; Sirup
Retinol Palmitate | Kapsul Lunak 100000 IU, 200000 IU
Cholecalciferol | Tablet Kunyah 400 IU, 1000 IU, 5000 IU; Kapsul Lunak 1000 IU
Tocopherol | Kapsul Lunak 100 IU, 400 IU
Folic Acid | Tablet 0.4 mg, 1 mg, 5 mg
Ferrous Sulfate | Tablet Salut Selaput 300 mg; Sirup 150 mg/5 mL
Ferrous Fumarate + Folic Acid | Tablet Salut Selaput 180 mg + 0.4 mg
Calcium Lactate | Tablet 500 mg
Calcium Carbonate | Tablet 500 mg
Calcium Gluconate | Injeksi 100 mg/1 mL
Sodium Bicarbonate | Tablet 500 mg; Injeksi 84 mg/1 mL
Sodium Chloride | Infus 0.9 %, 3 %
Dextrose | Infus 5 %, 10 %; Injeksi 40 %
Ringer Lactate | Infus
Potassium Chloride | Tablet Lepas Lambat 600 mg; Injeksi 75 mg/1 mL
Magnesium Sulfate | Injeksi 20 %, 40 %
Oral Rehydration Salts | Serbuk
Povidone Iodine | Larutan Antiseptik 10 %; Obat Kumur 1 %; Salep 10 %
Hydrogen Peroxide | Larutan Antiseptik 3 %
Ethanol | Larutan Antiseptik 70 %
Ethacridine Lactate | Larutan Antiseptik 0.1 %
Salicylic Acid + Sulfur | Salep 2 % + 4 %
Salicylic Acid | Serbuk Tabur 2 %
Permethrin | Krim 5 %
Silver Sulfadiazine | Krim 1 %
Fusidic Acid | Krim 2 %
Mupirocin | Salep 2 %
Calamine | Losion 8 %
Oxymetazoline HCl | Semprot Hidung 0.05 %
Budesonide | Larutan Inhalasi 0.25 mg/1 mL, 0.5 mg/1 mL
Ipratropium Bromide + Salbutamol Sulfate | Larutan Inhalasi 0.2 mg + 1 mg/1 mL
Insulin Glargine | Injeksi 100 IU/1 mL
Insulin Aspart | Injeksi 100 IU/1 mL
Tetanus Toxoid | Injeksi 40 IU/1 mL
Benzathine Benzylpenicillin | Serbuk Injeksi 1200000 IU, 2400000 IU
"""
"""``substances | form strengths; form strengths``, the parts of a combination joined by ``+``."""

ALKES: Final = {
    "benda": """Sarung Tangan|Masker|Spuit|Jarum Suntik|Kateter Urin|Kateter Intravena|Infus Set|Transfusi Set
        |Kasa Steril|Kasa Gulung|Perban Elastis|Plester Luka|Kapas|Benang Bedah|Pisau Bedah|Termometer
        |Tensimeter|Stetoskop|Nebulizer|Masker Oksigen|Kanul Oksigen|Kursi Roda|Tempat Tidur Pasien|Lampu Periksa
        |Strip Tes Gula Darah|Strip Tes Asam Urat|Strip Tes Kolesterol|Lanset|Tes Kehamilan|Tabung Darah|Urine Bag
        |Sonde Lambung|Spekulum|Gunting Bedah|Pinset|Klem|Elektroda EKG|Gel Ultrasonografi|Oksimeter|Timbangan Bayi
        |Kantong Kompres|Korset Medis|Penyangga Leher|Kruk|Alat Bantu Dengar|Bur Gigi|Tambalan Gigi|Cermin Mulut
        |Film Rontgen|Cairan Disinfektan|Kondom|Alat Kontrasepsi Dalam Rahim|Sikat Gigi Medis|Reagen Kimia Klinik""",
    "sifat": """Steril|Non Steril|Sekali Pakai|Lateks|Nitril|Silikon|Digital|Manual|Dewasa|Anak|Bayi|Bedah|Tiga Lapis
        |Tanpa Serbuk|Berserbuk|Portabel|Standar|Premium|Lipat|Hidrofil""",
    "ukuran": """S|M|L|XL|3 mL|5 mL|10 mL|20 mL|50 mL|22 G|24 G|26 G|16 Fr|18 Fr|5 cm|10 cm|15 cm|No 10|No 15|1/0|3/0
        |isi 50|isi 100|1 Set""",
}
"""Parts of the names of devices."""
