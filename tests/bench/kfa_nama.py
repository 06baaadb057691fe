"""Names of medicines as clinics write them, each with what it means: by hand, and by rules.

The rules know nothing of the product's lexicon. Every third name is held out: the parser was not tuned on it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from worker.sandbox.kfa_katalog import Katalog

TANGAN = """
pct 500 tab = Paracetamol 500 mg Tablet
PCT 500 mg kaplet = Paracetamol 500 mg Kaplet
parasetamol syr 120/5 = Paracetamol 120 mg / 5 mL Sirup
pct drop 100mg/ml = Paracetamol 100 mg / mL Tetes Oral
paracetamol supp 125 = Paracetamol 125 mg Suppositoria
sanmol 500 tab = Paracetamol 500 mg Tablet
panadol syr 160mg/5ml = Paracetamol 160 mg / 5 mL Sirup
amox 500 tab = Amoxicillin Trihydrate 500 mg Tablet
amoksisilin 500 kaps = Amoxicillin Trihydrate 500 mg Kapsul
amoxsan dry syr 125/5 = Amoxicillin Trihydrate 125 mg / 5 mL Sirup Kering
amoxicilin 250mg/5ml sirup kering = Amoxicillin Trihydrate 250 mg / 5 mL Sirup Kering
co amoxiclav 625 tab = Amoxicillin 500 mg / Clavulanic Acid 125 mg Tablet Salut Selaput
amoksiklav 500/125 = Amoxicillin 500 mg / Clavulanic Acid 125 mg Tablet Salut Selaput
clavamox 1000 mg tab = Amoxicillin 875 mg / Clavulanic Acid 125 mg Tablet Salut Selaput
cefadroxil 500 caps = Cefadroxil 500 mg Kapsul
cefa syr 125 = Cefadroxil 125 mg / 5 mL Sirup Kering
sefadroksil 500mg kapsul = Cefadroxil 500 mg Kapsul
cefixim 100 mg kap = Cefixime 100 mg Kapsul
sefiksim 200 kaps = Cefixime 200 mg Kapsul
ceftriaxon inj 1 gr = Ceftriaxone Sodium 1 g Serbuk Injeksi
cefotaxim 1g vial = Cefotaxime Sodium 1 g Serbuk Injeksi
cipro 500 = Ciprofloxacin 500 mg Tablet Salut Selaput
siprofloksasin 500 mg tab = Ciprofloxacin 500 mg Tablet Salut Selaput
levofloksasin 500 = Levofloxacin 500 mg Tablet Salut Selaput
azitromisin 500 tab = Azithromycin 500 mg Tablet Salut Selaput
eritromisin 500 mg = Erythromycin 500 mg Tablet Salut Selaput
erysanbe syr 200/5 = Erythromycin 200 mg / 5 mL Sirup Kering
klindamisin 300 kaps = Clindamycin 300 mg Kapsul
doksisiklin 100 = Doxycycline 100 mg Kapsul
kotrimoksazol 480 tab = Sulfamethoxazole 400 mg / Trimethoprim 80 mg Tablet
cotri forte 960 = Sulfamethoxazole 800 mg / Trimethoprim 160 mg Tablet
cotrim syr 240/5 = Sulfamethoxazole 200 mg / Trimethoprim 40 mg / 5 mL Suspensi
metronidazol 500 tab = Metronidazole 500 mg Tablet
flagyl syr 125mg/5ml = Metronidazole 125 mg / 5 mL Suspensi
genta salep kulit 0,1% = Gentamicin Sulfate 0.1 % Salep
gentamisin zalf mata 0.3% = Gentamicin Sulfate 0.3 % Salep Mata
gentamicin ed 0,3% = Gentamicin Sulfate 0.3 % Tetes Mata
genta inj 40mg/ml = Gentamicin Sulfate 40 mg / mL Injeksi
chloramphenicol 250 kaps = Chloramphenicol 250 mg Kapsul
kloramfenikol tetes telinga 3% = Chloramphenicol 3 % Tetes Telinga
chloramfecort zalf mata chlorampenicol 1% = Chloramphenicol 1 % Salep Mata
INH 300 = Isoniazid 300 mg Tablet
rifampisin 450 = Rifampicin 450 mg Kapsul
pirazinamid 500 = Pyrazinamide 500 mg Tablet
etambutol 500 mg tab = Ethambutol 500 mg Tablet Salut Selaput
acyclovir 400 tab = Acyclovir 400 mg Tablet
asiklovir zalf/krim 5% = Acyclovir 5 % Krim
ketokonazol 200 = Ketoconazole 200 mg Tablet
keto cream 2% = Ketoconazole 2 % Krim
mikonazol krim 2% 10g = Miconazole Nitrate 2 % Krim
griseofulvin 500mg tab = Griseofulvin 500 mg Tablet
nistatin drop 100.000 iu = Nystatin 100000 IU / mL Suspensi
albendazol 400 = Albendazole 400 mg Tablet Kunyah
combantrin 125 tab = Pyrantel Pamoate 125 mg Tablet
ctm 4 mg = Chlorpheniramine Maleate 4 mg Tablet
ceteem tab = Chlorpheniramine Maleate 4 mg Tablet
klorfeniramin maleat 4mg = Chlorpheniramine Maleate 4 mg Tablet
cetirizin 10 = Cetirizine HCl 10 mg Tablet Salut Selaput
setirizin syr 5mg/5ml = Cetirizine HCl 5 mg / 5 mL Sirup
loratadin 10mg tab = Loratadine 10 mg Tablet
gg 100 tab = Guaifenesin 100 mg Tablet
gliseril guaiakolat 100 mg = Guaifenesin 100 mg Tablet
dmp 15 mg tab = Dextromethorphan HBr 15 mg Tablet
ambroksol 30 tab = Ambroxol HCl 30 mg Tablet
ambroxol syr 15/5 60ml = Ambroxol HCl 15 mg / 5 mL Sirup
epexol 30mg = Ambroxol HCl 30 mg Tablet
bromheksin 8 = Bromhexine HCl 8 mg Tablet
asetilsistein 200 kaps = Acetylcysteine 200 mg Kapsul
salbutamol 2mg = Salbutamol Sulfate 2 mg Tablet
salbu 4 mg tab = Salbutamol Sulfate 4 mg Tablet
ventolin inhaler = Salbutamol Sulfate 100 mcg / dosis Inhaler
aminofilin 200 tab = Aminophylline 200 mg Tablet
teofilin 150 = Theophylline 150 mg Tablet
dexa 0.5 = Dexamethasone 0.5 mg Tablet
deksametason 0,75 mg tab = Dexamethasone 0.75 mg Tablet
dexametason inj 5mg/ml = Dexamethasone 5 mg / mL Injeksi
prednison 5 mg = Prednisone 5 mg Tablet
metilprednisolon 4 = Methylprednisolone 4 mg Tablet
mp 8 mg = Methylprednisolone 8 mg Tablet
hidrokortison cr 2,5% = Hydrocortisone 2.5 % Krim
betametason krim 0.1% = Betamethasone Valerate 0.1 % Krim
asmef 500 tab = Mefenamic Acid 500 mg Tablet Salut Selaput
as. mefenamat 500 kaplet = Mefenamic Acid 500 mg Kaplet
ponstan 500mg kaplet = Mefenamic Acid 500 mg Kaplet
ibuprofen 400 tab = Ibuprofen 400 mg Tablet Salut Selaput
proris syr 100/5 = Ibuprofen 100 mg / 5 mL Suspensi
na diclofenac 50 = Diclofenac Sodium 50 mg Tablet Salut Enterik
natrium diklofenak 25mg = Diclofenac Sodium 25 mg Tablet Salut Enterik
kalium diklofenak 50 mg = Diclofenac Potassium 50 mg Tablet Salut Selaput
meloksikam 15 = Meloxicam 15 mg Tablet
melox 7,5 tab = Meloxicam 7.5 mg Tablet
piroksikam 20 kaps = Piroxicam 20 mg Kapsul
antalgin 500 = Metamizole Sodium 500 mg Tablet
asetosal 80 mg = Acetylsalicylic Acid 80 mg Tablet
aspilet 80 = Acetylsalicylic Acid 80 mg Tablet
alopurinol 100 = Allopurinol 100 mg Tablet
allopurinol 300mg tab = Allopurinol 300 mg Tablet
tramadol 50 caps = Tramadol HCl 50 mg Kapsul
omz 20 = Omeprazole 20 mg Kapsul
omeprazol inj 40mg = Omeprazole 40 mg Serbuk Injeksi
lansoprazol 30 kap = Lansoprazole 30 mg Kapsul
ranitidin 150 = Ranitidine HCl 150 mg Tablet Salut Selaput
ranitidin inj 25 mg/ml = Ranitidine HCl 25 mg / mL Injeksi
antasida doen tab = Aluminium Hydroxide 200 mg / Magnesium Hydroxide 200 mg Tablet Kunyah
antasida syr = Aluminium Hydroxide 200 mg / Magnesium Hydroxide 200 mg / 5 mL Suspensi
mylanta syr = Aluminium Hydroxide 200 mg / Magnesium Hydroxide 200 mg / 5 mL Suspensi
sukralfat syr 500/5 = Sucralfate 500 mg / 5 mL Suspensi
domperidon 10 tab = Domperidone 10 mg Tablet
domperidone syr 5mg/5ml = Domperidone 5 mg / 5 mL Suspensi
metoklopramid 10 = Metoclopramide HCl 10 mg Tablet
ondansetron inj 2mg/ml = Ondansetron HCl 2 mg / mL Injeksi
loperamid 2 mg = Loperamide HCl 2 mg Tablet
diapet attapulgit 600 tab = Attapulgite 600 mg Tablet
dulcolax supp 10 = Bisacodyl 10 mg Suppositoria
hiosin butilbromid 10 = Hyoscine Butylbromide 10 mg Tablet Salut Gula
zink 20 tab disp = Zinc Sulfate 20 mg Tablet Dispersibel
zinc syr 20mg/5ml = Zinc Sulfate 20 mg / 5 mL Sirup
oralit sachet = Oral Rehydration Salts Serbuk
amlodipin 5 = Amlodipine Besylate 5 mg Tablet
amlo 10mg tab = Amlodipine Besylate 10 mg Tablet
kaptopril 12,5 = Captopril 12.5 mg Tablet
captopril25 = Captopril 25 mg Tablet
lisinopril 10mg = Lisinopril 10 mg Tablet
nifedipin 10 = Nifedipine 10 mg Tablet
bisoprolol 5 tab = Bisoprolol Fumarate 5 mg Tablet Salut Selaput
candesartan 16 = Candesartan Cilexetil 16 mg Tablet
hct 25 = Hydrochlorothiazide 25 mg Tablet
furosemid 40 = Furosemide 40 mg Tablet
spironolakton 25 = Spironolactone 25 mg Tablet
digoksin 0,25 = Digoxin 0.25 mg Tablet
isdn 5 mg tab sl = Isosorbide Dinitrate 5 mg Tablet Sublingual
clopidogrel 75 = Clopidogrel 75 mg Tablet Salut Selaput
simvastatin 20 mg = Simvastatin 20 mg Tablet Salut Selaput
simva 10 = Simvastatin 10 mg Tablet Salut Selaput
atorvastatin 20 tab = Atorvastatin Calcium 20 mg Tablet Salut Selaput
metformin 500 tab = Metformin HCl 500 mg Tablet Salut Selaput
metf 850 = Metformin HCl 850 mg Tablet Salut Selaput
glibenklamid 5 = Glibenclamide 5 mg Tablet
glimepirid 2 mg = Glimepiride 2 mg Tablet
akarbose 50 = Acarbose 50 mg Tablet
ptu 100 = Propylthiouracil 100 mg Tablet
diazepam 2mg = Diazepam 2 mg Tablet
diazepam rectal 5 mg = Diazepam 5 mg Larutan Rektal
haloperidol 1,5 = Haloperidol 1.5 mg Tablet
cpz 100 = Chlorpromazine HCl 100 mg Tablet Salut Selaput
thp 2 mg = Trihexyphenidyl HCl 2 mg Tablet
fenobarbital 30 = Phenobarbital 30 mg Tablet
fenitoin 100 kaps = Phenytoin Sodium 100 mg Kapsul
betahistin 6 = Betahistine Mesylate 6 mg Tablet
lidokain inj 2% = Lidocaine HCl 20 mg / mL Injeksi
adrenalin inj 1mg/ml = Epinephrine 1 mg / mL Injeksi
oksitosin 10 iu inj = Oxytocin 10 IU / mL Injeksi
metilergometrin tab 0,125 = Methylergometrine Maleate 0.125 mg Tablet Salut Gula
as traneksamat 500 tab = Tranexamic Acid 500 mg Tablet Salut Selaput
vit k inj 10mg/ml = Phytomenadione 10 mg / mL Injeksi
vit b1 50 mg = Thiamine HCl 50 mg Tablet
vitamin b6 10 = Pyridoxine HCl 10 mg Tablet
b12 50 mcg = Cyanocobalamin 50 mcg Tablet
vit c 50 = Ascorbic Acid 50 mg Tablet
b complex tab = Vitamin B Complex Tablet
vit a 200.000 iu kaps = Retinol Palmitate 200000 IU Kapsul Lunak
vit d3 1000 iu tab kunyah = Cholecalciferol 1000 IU Tablet Kunyah
asam folat 1mg = Folic Acid 1 mg Tablet
sulfas ferosus 300 = Ferrous Sulfate 300 mg Tablet Salut Selaput
ttd tab = Ferrous Fumarate 180 mg / Folic Acid 0.4 mg Tablet Salut Selaput
kalk 500 tab = Calcium Lactate 500 mg Tablet
kalsium laktat 500 = Calcium Lactate 500 mg Tablet
nacl 0,9% inf 500ml = Sodium Chloride 0.9 % Infus
d5 inf = Dextrose 5 % Infus
rl infus = Ringer Lactate Infus
povidon iodin 10% 60ml = Povidone Iodine 10 % Larutan Antiseptik
salep 2-4 = Salicylic Acid 2 % / Sulfur 4 % Salep
bedak salisil 2% = Salicylic Acid 2 % Serbuk Tabur
permetrin krim 5% = Permethrin 5 % Krim
mgso4 40% inj = Magnesium Sulfate 40 % Injeksi
insulin glargin 100 iu/ml = Insulin Glargine 100 IU / mL Injeksi
"""
_INDONESIAN = (
    ("ph", "f"), ("th", "t"), ("ch(?!o)", "kh"), ("x", "ks"), ("y", "i"), ("c(?=[eiy])", "s"), ("c", "k"),
    ("ine\\b", "in"), ("ole\\b", "ol"), ("ide\\b", "id"), ("ate\\b", "at"), ("one\\b", "on"), ("ll", "l"),
)  # fmt: skip
_FORMS = {
    "Tablet Salut Selaput": ("tab", "tablet", "fct", "tab salut selaput"),
    "Tablet": ("tab", "tablet", "tabl"),
    "Kaplet": ("kaplet", "kapl", "caplet"), "Kapsul": ("kaps", "kapsul", "caps", "kap"),
    "Sirup Kering": ("dry syr", "ds", "sirup kering"), "Sirup": ("syr", "sirup", "syrup"),
    "Suspensi": ("susp", "suspensi", "syr"), "Serbuk Injeksi": ("inj", "vial", "serbuk inj"),
    "Injeksi": ("inj", "injeksi", "amp"), "Krim": ("krim", "cream", "cr"),
    "Salep Mata": ("salep mata", "zalf mata"),
    "Salep": ("salep", "zalf", "oint"), "Tetes Oral": ("drop", "drops"), "Tetes Mata": ("tetes mata", "ed"),
    "Tetes Telinga": ("tetes telinga", "ear drop"), "Suppositoria": ("supp", "suppos"),
    "Infus": ("inf", "infus"),
    "Gel": ("gel",), "Ovula": ("ovula",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nama:
    """One name; ``kelompok`` is the template it means, ``kode`` the very product where a brand says it."""

    teks: str
    kelompok: str
    kode: str = ""
    asal: str = "tangan"
    simpanan: bool = False


def tulisan_tangan() -> list[Nama]:
    """The names written by hand."""
    lines = [line.rpartition(" = ") for line in TANGAN.strip().splitlines()]
    return [Nama(text, means, simpanan=n % 3 == 2) for n, (text, _, means) in enumerate(lines)]


def _misspelt(word: str, dice: random.Random) -> str:
    if len(word) < 6:
        return word
    at = dice.randrange(2, len(word) - 2)
    way = dice.randrange(4)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + dice.choice("aiueo") + word[at + 1 :]


def _indonesian(word: str) -> str:
    for pattern, sound in _INDONESIAN:
        word = re.sub(pattern, sound, word)
    return word


def _amounts(text: str, dice: random.Random) -> str:
    """Write strengths as clinics do: run together, with a comma, without the unit."""
    amounts = re.findall(r"[\d.]+ (?:mg|mcg|g|%|IU)", text)
    volume = " / 5 mL" in text
    per_ml = " / mL" in text
    if len(amounts) > 1:
        numbers = "/".join(amount.split()[0] for amount in amounts)
        return numbers.replace(".", ",") + (" mg/5ml" if volume else "")
    value, unit = amounts[0].split()
    if dice.random() < 0.4:
        value = value.replace(".", ",")
    if unit == "mg" and dice.random() < 0.4 and not volume and not per_ml:
        return value
    said = f"{value}{unit.lower()}" if dice.random() < 0.5 else f"{value} {unit.lower()}"
    return said + ("/5ml" if volume else "/ml" if per_ml else "")


def menurut_aturan(katalog: Katalog, count: int, benih: int = 7) -> list[Nama]:
    """Names made from rows of the catalogue: half of them of brands."""
    dice = random.Random(benih)
    rows = [row for row in katalog.rows["farmasi"] if row.code != "/" and row.active and row.form in _FORMS]
    rows = [row for row in rows if re.search(r"\d (?:mg|mcg|g|%|IU)", row.name)]
    brands = [row for row in rows if row.brand]
    times: dict[str, int] = {}
    for row in brands:
        times[row.brand] = times.get(row.brand, 0) + 1
    brands = [row for row in brands if times[row.brand] == 1]
    found: list[Nama] = []
    while len(found) < count:
        branded = len(found) % 2 == 0
        row = dice.choice(brands if branded else rows)
        base = row.name.rpartition(" (")[0]
        if branded:
            words = row.brand.lower()
            if dice.random() < 0.25:
                words = _misspelt(words, dice)
        else:
            names = [name for name, _ in row.parts]
            words = " ".join(
                re.sub(r" (HCl|Sulfate|Maleate|Sodium|Trihydrate|Fumarate|Besylate)$", "", n) for n in names
            )
            words = words.lower()
            style = dice.random()
            if style < 0.45:
                words = _indonesian(words)
            elif style < 0.7:
                words = " ".join(_misspelt(word, dice) for word in words.split())
        amount = _amounts(base, dice)
        form = dice.choice(_FORMS[row.form]) if dice.random() < 0.85 or " / " in base else ""
        glue = "" if dice.random() < 0.15 and amount[0].isdigit() else " "
        text = f"{words}{glue}{amount} {form}".strip() if dice.random() < 0.7 else f"{words} {form} {amount}"
        text = text.upper() if dice.random() < 0.3 else text
        found.append(
            Nama(" ".join(text.split()), base, row.code if branded else "", "aturan", len(found) % 3 == 2)
        )
    return found
