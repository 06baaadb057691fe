"""Brands of Indonesian medicines and the substance each is of.

A second way only: a brand that the catalogue has is found as such.
"""

from __future__ import annotations

from typing import Final

from shared.domain.kfa_leksikon import pasangan

MEREK: Final[dict[str, tuple[str, ...]]] = pasangan(
    """
    sanmol, panadol, tempra, biogesic, dumin, praxion, termorex, bodrexin, pamol, progesic, farmadol, fasidol, sumagesic, nufadol, propyretic, tylenol, calpol, turpan, itamol, hufagesic, mirasic, xepamol, ottopan = paracetamol
    amoxsan, kalmoxillin, yusimox, topcillin, ospamox, kimoxil, intermoxil, hufanoxyl, opimox, mokbios, novax, supramox, lapimox = amoxicillin
    augmentin, clavamox, claneksi, aclam, danoclav, clabat, co amoxiclav, claxy, nufaclav, dexyclav, surpas, betaclav, auspilic = amoxicillin clavulanic
    cefspan, fixacep, sporetik, cefila, fixef, ceptik, helixim, starcef, taxime = cefixime
    duricef, longcef, bidicef, cefat, kelfex, lapicef, staforin, qcef, renasistin, dexacef, droxal, pyricef, ethicef = cefadroxil
    bactrim, septrin, sanprima, primadex, meprotrin, trimoxul, hufatrim, ikaprim, sultrimmix, fasiprim = sulfamethoxazole trimethoprim
    flagyl, trichodazol, promuba, farnat, fladex = metronidazole
    zithromax, zistic, mezatrin, zarom, zycin, azomax = azithromycin
    erysanbe, erythrocin, erymed, jeracin = erythromycin
    dalacin, prolic, climadan, milorin, clinmas, lindacyn = clindamycin
    ciproxin, baquinor, quidex, ciflos, bernoflox, interflox = ciprofloxacin
    cravit, levocin, volequin, levores, reskuin = levofloxacin
    colsancetine, kemicetine, colme, suprachlor, erlamycetin = chloramphenicol
    rimactane, rifamtibi = rifampicin
    zovirax, clinovir, poviral, matrovir, acifar, molavir = acyclovir
    nizoral, formyco, mycoral, zoralin, ketomed, fungasol, tokasid, solinfec = ketoconazole
    daktarin, micoskin, kalpanax = miconazole
    canesten, baycuten = clotrimazole
    combantrin, pantrin = pyrantel
    vermox, vermic = mebendazole
    zentel, helben = albendazole
    incidal, ozen, ryzen, cerini, intrizin, zyrtec, histrine, falergi, lerzin, betarhin, yarizine, capritazin, cetinal = cetirizine
    claritin, alloris, lorihis, inclarin, winatin = loratadine
    orphen, pehachlor, cohistan, alermak, allergen = chlorpheniramine
    mucopect, epexol, mucera, bronchopront, transbroncho, silopect, mucos, broxal, nufanibrox, lapimuc, interpec, molapect, roverton = ambroxol
    bisolvon, mucosolvan, mucohexin, hexon, solvinex, ethisolvan = bromhexine
    fluimucil, pectocil, resfar, simucil, acetin = acetylcysteine
    ventolin, lasal, salbuven, fartolin, suprasma, azmacon, asmacare, glisend = salbutamol
    kalmethasone, cortidex, oradexon, molacort, scandexon, pycameth, camidexon, lanadexon, danasone = dexamethasone
    medrol, lameson, sanexon, metidrol, mesol, rhemafar, intidrol, tisolon, ometilson, yalone, depredil, advantan = methylprednisolone
    celestamine, colergis, alegi, ocuson = betamethasone dexchlorpheniramine
    betason, oviskin, diprosone = betamethasone
    dermacoid, topcort, esperson, inerson, dercason = desoximetasone
    mefinter, pondex, lapistan, asimat, dogesic, stanza, dentacid, mefix, mectan, opistan, fargetix, datan, corstanal, benostan = mefenamic
    proris, farsifen, bufect, ostarin, rhelafen, anafen, fenris, arthrifen, ribunal, prosic, iprox, dofen, spedifen = ibuprofen
    voltadex, renadinac, flamar, xepathritis, klotaren, divoltar, deflamat, neurofenac = diclofenac
    kaflam, flamatak, cataflam, exaflam, aclonac, flamigra, potaflam = potassium diclofenac
    movi cox, moxic, meloxin, artrilox, mobic, mobiflex, flamoxi, movix = meloxicam
    feldene, lanareuma, infeld, rosic, campain = piroxicam
    toradol, ketros, remopain, torasic, erphapain = ketorolac
    kaltrofen, profenid, pronalges, nasaflam, fetik = ketoprofen
    zyloric, puricemic, tylonic, benoxuric, rinolic, algut, isoric, nilapur = allopurinol
    aspilets, thrombo aspilets, cardio aspirin, miniaspi, ascardia, farmasal = acetylsalicylic
    losec, pumpitor, ozid, omz, opm, loklor, stomacer, norsec, prohibit, socid, prilos = omeprazole
    prosogan, laz, compraz, lansoprol, nufaprazol = lansoprazole
    pantozol, pranza, topazol = pantoprazole
    zantac, acran, rantin, ranin, hexer, zantadin, tyran, ranivel, ratan, radin, wiacid, titan, conranin = ranitidine
    promag, mylanta, polysilane, polycrol, farmacrol, dexanta, plantacid, magasida, waisan, gastrucid, sanmag, strocain, hufamag, biogastron = aluminium hydroxide magnesium hydroxide
    inpepsa, ulsafate, musin, mucogard, neciblok, episan, ulsidex = sucralfate
    motilium, vometa, vesperum, vosedon, dom, galflux, gerdilium, costil, vomitas, yaridon, monell, dometa = domperidone
    primperan, emeran, normastin, vertivom, sotatic, plasil, tivomit, damaben, piralen = metoclopramide
    vomceran, narfoz, ondavell, invomit, cedantron = ondansetron
    imodium, lodia, diadium, imosa, lopamid, diasec, antidia = loperamide
    diapet, entrostop, diagit, neo kaolana, molagit, biodiar, arcapec, neo entrostop, akita, teradi = attapulgite
    dulcolax, laxacod, stolax, prolaxan = bisacodyl
    duphalac, lactulax, laxadilac, dulcolactol, pralax = lactulose
    norvask, amdixal, tensivask, lodipas, opivask, intervask, normoten, cardivask, comdipin, gracivask, provask, stamotens, concor = amlodipine
    capoten, acepress, tensicap, dexacap, farmoten, tensobon, otoryl, vapril, scantensin = captopril
    concor, maintate, b beta, hapsen, lodoz, beta one, carbisol = bisoprolol
    inderal, farmadral, liblok = propranolol
    blopress, canderin, candotens, unisia, quatan = candesartan
    diovan, valesco = valsartan
    micardis = telmisartan
    cozaar, acetensa, angioten, insaar = losartan
    lasix, farsix, uresix, diurefo, impugan, furosix = furosemide
    aldactone, letonal, carpiaton, spirola = spironolactone
    cedocard, isordil, farsorbid, vascardin, isorbid = isosorbide dinitrate
    plavix, cpg, clopisan, platogrix, vaclo, copidrel, placta = clopidogrel
    lanoxin, fargoxin = digoxin
    zocor, cholestat, rechol, simchol, lesvatin, valemia, normofat, vidastat, pontizoc = simvastatin
    lipitor, atorsan, stator, truvast, fastor, actalipid = atorvastatin
    crestor = rosuvastatin
    lopid, lapibroz, lipres, hypofil, mersikol = gemfibrozil
    glucophage, diabex, gludepatic, forbetes, zumamet, glumin, benofomin, rodiamet, eraphage, nevox, diafac, metphar, glucotika, neodipar = metformin
    daonil, euglucon, renabetic, prodiamel, latibet, trodeb, gluconic, fimediab, clamega = glibenclamide
    amaryl, metrix, glucoryl, gluvas, anpiride, amadiab, glamarol, versibet, diaversa, gliperid = glimepiride
    diamicron, glucored, gored, glidabet, meltika, pedab, fonylin = gliclazide
    glucobay, eclid, glubose, capribose, ditrium = acarbose
    valium, stesolid, valisanbe, mentalium, validex, trankinon, lovium = diazepam
    xanax, alganax, zypraz, frixitas, calmlet, atarax, opizolam, apazol, feprax, alviz = alprazolam
    frisium, clofritis, proclozam, asabium, anxibloc = clobazam
    haldol, serenace, lodomer, seradol, govotil, upsikis = haloperidol
    risperdal, persidal, zofredal, noprenia, rizodal, neripros = risperidone
    artane, hexymer, arkine, parkinal = trihexyphenidyl
    largactil, promactil, cepezet, meprosetil = chlorpromazine
    dilantin, ikaphen, kutoin, phenilep, zentropil = phenytoin
    tegretol, bamgetol, teril, lepsitol = carbamazepine
    depakene, depakote, ikalep, leptilan = valproic
    merislon, betaserc, mertigo, versilon, vertikaf, noverty = betahistine
    dramamine, antimo = dimenhydrinate
    buscopan, gitas, hiopar, buscotica, scopma, scobutrin, procolic = hyoscine butylbromide
    kalnex, transamin, plasminex, asamnex, intermic, ronex, nexa, nexitra, clonex = tranexamic
    becefort, becom c, becomzet, enervon, surbex, beneuron, vitacimin b, fresh b = vitamin b complex
    neurobion, neurosanbe, neurodex, farbion, mersibion, bioneuron, neurobat, neuroboran, neuro b, bioneurin = thiamine pyridoxine cyanocobalamin
    licokalk = calcium lactate
    xonce, vitacimin, enervon c, ester c, vicee, redoxon, cdr = ascorbic
    folavit, anemolat, folda = folic
    sangobion, sakatonik, hemobion, tonikum, sulfitis, hufabion, etabion, femasulf, inbion, maltofer, viliron, emibion = ferrous
    zinkid, zincpro, interzinc, orezinc, l zinc, zincare, zidiar, daryazinc = zinc
    pharolit, renalyte, pedialyte, aqualyte, bioralit, corsalit = oralit
    betadine, isodine, septadine, neo iodine, bethadine, polidon = povidone iodine
    bioplacenton = placenta neomycin
    garamycin, sagestam, genoint, salticin, bioderm, ximex konigen, gentalex, danigen, ikagen = gentamicin
    cendo xitrol, xitrol, alletrol = dexamethasone neomycin polymyxin
    cendo lyteers, insto, rohto, visine = tetrahydrozoline
    otopain = polymyxin neomycin fludrocortisone lidocaine
    otolin, colme, erlamycetin plus = chloramphenicol lidocaine
    scabimite, scacid = permethrin
    cordarone, tiaryt, kendaron = amiodarone
    methergin, pospargin, metvell, bledstop, glomethin = methylergometrine
    depo provera, andalan, triclofem, depogeston = medroxyprogesterone
    microgynon, planotab, pil kb andalan = levonorgestrel ethinylestradiol
    norelut, primolut = norethisterone
    rhinos, actifed, trifed, tremenza, lapifed, rhinofed, alerfed, nalgestan, crofed = pseudoephedrine
    mextril, vicks formula, siladex, woods, komix, konidin, bisoltussin, zenirex = dextromethorphan
    """
)
"""Brand -> the substance it is; used where the catalogue itself does not have the brand."""
