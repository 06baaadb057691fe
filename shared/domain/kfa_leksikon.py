"""What Indonesian clinics write for a medicine: abbreviations and other names.

What a word means stands on the right; the brands are in :mod:`shared.domain.kfa_merek`.
"""

from __future__ import annotations

from typing import Final


def pasangan(text: str) -> dict[str, tuple[str, ...]]:
    """Read lines of ``a, b = meaning | other meaning``; a meaning is one or more words."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        names, _, meanings = line.partition("=")
        for name in names.split(","):
            there = found.get(name.strip(), ())
            found[name.strip()] = (
                *there,
                *(m.strip() for m in meanings.split("|") if m.strip() not in there),
            )
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SINGKATAN: Final[dict[str, tuple[str, ...]]] = pasangan(
    """
    pct, pcm, pctl, para, parcet, paracet, pamol, asetaminofen, acetaminophen, apap = paracetamol
    amox, amx, amoks, amoxi, amok, amoxy, amoxcillin, amoxilin = amoxicillin
    amoxiclav, amoksiklav, coamoxiclav, coamoksiklav, amoxclav, coamox, clavamox = amoxicillin clavulanic
    ampi = ampicillin
    cefa, cefad, cefadrox, sefadro, cfd = cefadroxil
    cefix, cfx, sefik = cefixime
    cefo, cefotax, sefotak = cefotaxime
    ceftri, cftx, ceftriax, seftri = ceftriaxone
    cefaz = cefazolin
    cefu, cefurox = cefuroxime
    cipro, cpfx, sipro = ciprofloxacin
    levo, levoflox, lvx = levofloxacin
    oflox = ofloxacin
    azitro, azithro, azit, azm = azithromycin
    eritro, ery, eri, erytro = erythromycin
    claritro, klaritro = clarithromycin
    clinda, klinda = clindamycin
    doxy, doksi, doxi = doxycycline
    tetra, tcn = tetracycline
    cotri, kotri, cotrim, kotrim, ctx, tmp smx, smx tmp, cotrimoxazole, kotrimoksazol = sulfamethoxazole trimethoprim | cotrimoxazole
    metro, mnz, metronid, mtz, metronidasol = metronidazole
    genta, genta sulfat, garamisin = gentamicin
    chlorampenicol, kloram, clorampenicol, cloram, chloram, kemicetin = chloramphenicol
    inh = isoniazid
    rif, rifa, rfp = rifampicin
    pza = pyrazinamide
    emb, etham = ethambutol
    oat = rifampicin isoniazid
    acyclo, acv, asiklo, acyc = acyclovir
    fluco, fluko = fluconazole
    keto, ketokon, ketocon = ketoconazole
    miko, mico, micon = miconazole
    griseo, gris = griseofulvin
    nista, nys = nystatin
    alben, albend = albendazole
    meben = mebendazole
    pirantel, pyran = pyrantel
    ctm, ceteem, cpm, chlorfeniramin, chlorphenamine, klorfenamin = chlorpheniramine
    cetir, cetri, ctz, ctrz, setiri, ctzn = cetirizine
    lorat, lora, lrtd = loratadine
    difen, dph, diphen = diphenhydramine
    gg, glyceryl guaiacolate, gliseril guayakolat, gliseril guaiakolat, glyceril guaicolat, gliserol guaiakolat = guaifenesin | glyceryl guaiacolate
    dmp, dextro, dekstro = dextromethorphan
    ambro, ambrox, abx, ambrok, amb = ambroxol
    brom, bromhex, bromhek = bromhexine
    nac, n acetylcysteine, asetilsis, acetylcys = acetylcysteine
    obh, obat batuk hitam = succus liquiritiae | batuk hitam | obh
    obp, obat batuk putih = batuk putih | obp
    salbu, salb, sbt, salbut, albuterol, sal = salbutamol
    amino, aminof, aminop = aminophylline
    teo, teof, theo, teofil, theophyllin = theophylline
    efed, ephed = ephedrine
    budes = budesonide
    dexa, deksa, dxm, dex, dexam, dexamet, dexameth, dexametason = dexamethasone
    pred, prednis, prd, predni = prednisone
    mp, methyl, metil, mpred, methylpred, metilpred, methylprednis, medixon, mps = methylprednisolone
    hydrocort, hidrokor, hidrokort, hc = hydrocortisone
    beta, betamet, betameth, betason = betamethasone
    triam, triamsin = triamcinolone
    desoxi, desoxy, desoksi = desoximetasone
    mome = mometasone
    asmef, as mef, as mefenamat, mefe, mefen, mef, mefenamat, mefinal, ponstan, asam mef, am = mefenamic
    ibu, ibup, ibf, ibufen, brufen = ibuprofen
    diclo, diklo, nadic, nadiklo, na diclo, na diklo, nadiclo, natdik, diclofen, voltaren = diclofenac
    kadiklo, k diclo, k diklofenak, cataflam = potassium diclofenac | diclofenac
    melox, melok, mlx = meloxicam
    pirox, pirok, piro = piroxicam
    ketoro, ketor = ketorolac
    ketop = ketoprofen
    antalgin, metampiron, metampyron, metamizol, metamizole, dipyrone = metamizole | metampyrone | antalgin
    asa, aspirin, asetosal, acetosal, aspilet, as asetilsalisilat = acetylsalicylic | aspirin
    allo, allop, alopur, allopur, apl = allopurinol
    colchi, kolki = colchicine
    trama = tramadol
    codein = codeine
    ome, omz, omep, omepra, omp = omeprazole
    lanso, lansop, lnz = lansoprazole
    panto = pantoprazole
    esome = esomeprazole
    rani, ranit, rnt = ranitidine
    famo, famot = famotidine
    cimet, simet = cimetidine
    antas, antasid, antasida doen, antacid, antasida, antacida, maag = aluminium hydroxide magnesium hydroxide | antasida
    sucral, sukral, scf = sucralfate
    domper, domp, dompe, dom, donperidon = domperidone
    metoclo, metoklo, mcp, metoclop, metokl = metoclopramide
    ondan, onda, ondans = ondansetron
    loper, lop, lopera = loperamide
    atta, atapul, attapul, new diatab, diatab = attapulgite
    bisac = bisacodyl
    lactu, laktu = lactulose
    hyos, hios, hnbb, buscopan, scopolamine, skopolamin, hiosin = hyoscine
    papav = papaverine
    amlo, amlod, amd, amlodip, aml = amlodipine
    capto, kapto, captop, cpt = captopril
    lisin, lisino = lisinopril
    rami = ramipril
    nife, nifed, nif, adalat = nifedipine
    biso, bisop, biso fumarat = bisoprolol
    propra, propran, prop = propranolol
    cande, candes, kande = candesartan
    valsar, vals = valsartan
    irbe = irbesartan
    telmi = telmisartan
    losar = losartan
    hct, hctz, hidroklor = hydrochlorothiazide
    furo, furos, fsm, frusemid, frusemide, lasix = furosemide
    spiro, spirono, spl, spironol = spironolactone
    digox, digok = digoxin
    isdn, isosorbid = isosorbide dinitrate
    ismn = isosorbide mononitrate
    clopi, klopi, cpg, plavix = clopidogrel
    simva, simvas, smv = simvastatin
    atorva, atorvas, atv = atorvastatin
    rosuva = rosuvastatin
    genfi, gemfi = gemfibrozil
    feno fibrat = fenofibrate
    metf, mtf, metform, met, glucophage, mfn = metformin
    gliben, glib, glyburide, daonil = glibenclamide
    glime, glimep, glim, gmp, amaryl = glimepiride
    gliqui, gliq = gliquidone
    acar, akar, akarbosa = acarbose
    ptu = propylthiouracil
    thiama, tiama, tyrozol = thiamazole
    levotir, levothy, euthyrox = levothyroxine
    diaz, diazep, valium, dzp = diazepam
    alpra, alpraz, xanax = alprazolam
    cloba, kloba, clb = clobazam
    ami, amitrip, amt, amitrip hcl = amitriptyline
    haldol, haloper, hlp, hpd, hal = haloperidol
    cpz, klorprom, chlorprom = chlorpromazine
    thp, trihex, trihek, thf = trihexyphenidyl
    risper, risp, rsp = risperidone
    fluox, fluok = fluoxetine
    sertra = sertraline
    fenobarb, pheno, luminal, fenobarbiton, phb, fenobar = phenobarbital
    fenit, pheny, pht, dilantin = phenytoin
    karba, carba, cbz, tegretol = carbamazepine
    valpro, valp, depakote = valproic
    flunari, sibelium = flunarizine
    betahis, bhs = betahistine
    dimen, antimo, dimenhidrinat = dimenhydrinate
    lido, lidoc, lidokain, lignocaine, xylocaine = lidocaine
    adrenalin, adrenaline, adre, epi = epinephrine
    nor epi, noradrenaline = norepinephrine
    sa, atropin, sulfas atropin, atropin sulfat = atropine
    oksi, oxyto, oksit = oxytocin
    metergin, methergin, mtg, metilergometrin, methylergonovine, metilergonovin = methylergometrine
    dmpa, depo, medrox = medroxyprogesterone
    as tranex, asam tranex, tranex, asamtranek, traneks, kalnex, tranexam = tranexamic
    vit k, vitamin k, vit k1, vitamin k1, phytomenadion, fitomenadion, neo k = phytomenadione
    vit b1, vitamin b1, b1, vitb1, tiamin = thiamine
    vit b2, vitamin b2, b2 = riboflavin
    vit b3, vitamin b3, niasin = nicotinamide | niacin
    vit b6, vitamin b6, b6, vitb6, piridok = pyridoxine
    vit b12, vitamin b12, b12, vitb12, sianokobal, b 12 = cyanocobalamin
    vit b9, b9, folat, as folat, folavit, asfol, af, folac = folic
    vit a, vitamin a, vita = retinol | vitamin a
    vit c, vitamin c, vitc, asam askorbat, as askorbat, ascorb = ascorbic | vitamin c
    vit d, vit d3, vitamin d, vitamin d3, d3 = cholecalciferol
    vit e, vitamin e = tocopherol
    b com, bcom, bcomp, b comp, bc, bco, b complex, b kompleks, bkompleks, bcomplex, vit b complex, vit b kompleks, vitamin b kompleks, vitamin b complex, vit b comp, vit b com, vit bcom, becom, vbc = vitamin b complex | vitamin b kompleks
    fe, sf, sulfas ferosus, sulfas ferrosus, sulf ferosus, fero sulfat, ferro sulfat, ferosulfat, ferrous sulphate = ferrous sulfate
    ttd, tablet tambah darah, tab tambah darah, fe folat, fe folic, tambah darah = ferrous folic | tambah darah
    fero fumarat, ferro fumarat = ferrous fumarate
    kalk, calc, kalsium laktat, kalk lactas, calk, ca laktat, calcium lactat, calsium lactat = calcium lactate
    ca glukonas, ca gluconas, kalsium glukonas, calcium gluconas = calcium gluconate
    caco3, kalsium karbonat = calcium carbonate
    zn, zink, zinkum, seng = zinc
    oralit, ors, garam oralit, garam rehidrasi, rehydration salts = oralit | oral rehydration salts | garam rehidrasi oral | sodium chloride potassium chloride glucose
    ns, nacl, pz, natrium klorida, natrium clorida, garam fisiologis, normal saline = sodium chloride
    rl, ringer, ringer laktat, asering = ringer lactate
    glukosa, dekstrosa, glucose = dextrose | glucose
    kcl, kalium klorida, ksr = potassium chloride
    kndr, kn = potassium
    mgso4, magnesium sulfas = magnesium sulfate
    nabic, bicnat, meylon, natrium bikarbonat, bikarbonat = sodium bicarbonate
    aquabides, aqua pi, wfi, aqua pro injeksi, aquades, air untuk injeksi = water
    povidon, pov iodine, pvp i, pov iod, betadin, betadine, iodin povidon = povidone iodine
    rivanol, rivano, etakridin = ethacridine
    h2o2, perhidrol = hydrogen peroxide
    gv, gentian = gentian violet
    alkohol, alcohol = ethanol | alcohol
    bedak salisil, salicyl, salisil, sali = salicylic
    hidrokinon = hydroquinone
    permet, scabi = permethrin
    ats = antitetanus serum
    tt = tetanus toxoid
    udca = ursodeoxycholic
    dec = diethylcarbamazine
    ntg, gtn, nitrogliserin, nitroglycerin, nitroglycerine = glyceryl trinitrate | nitroglycerin
    mtx, metotreksat = methotrexate
    hcq = hydroxychloroquine
    dhp = dihydroartemisinin piperaquine
    act = artesunate amodiaquine | dihydroartemisinin piperaquine
    fdc, rhze, hrze, kdt = rifampicin isoniazid pyrazinamide ethambutol
    rh, hr = rifampicin isoniazid
    hcg = chorionic gonadotropin
    mecobal, meco, metilkobalamin, methylcobalamin, methycobal = mecobalamin
    cinna, sinari = cinnarizine
    gaba = gabapentin
    tizan = tizanidine
    erdos = erdosteine
    carbo, karbo = carbocisteine
    terbu = terbutaline
    desloran = desloratadine
    fexo = fexofenadine
    levocet, levocetir = levocetirizine
    keto tifen = ketotifen
    klobet, clobet = clobetasol
    thiam, tiamfen, tiamf = thiamphenicol
    cefalex, cephalexin, sefalek = cefalexin
    triamcin = triamcinolone
    mometa = mometasone
    warf = warfarin
    dilti = diltiazem
    metil dopa = methyldopa
    mupi = mupirocin
    terbi = terbinafine
    klotri, clotri = clotrimazole
    iter = itraconazole
    moxi = moxifloxacin
    esci = escitalopram
    olan = olanzapine
    quetia = quetiapine
    cloza = clozapine
    lora zepam = lorazepam
    pioglit, pio = pioglitazone
    sita = sitagliptin
    vilda = vildagliptin
    imida = imidapril
    perindo = perindopril
    hidroksi klorokuin = hydroxychloroquine
    bcg = bcg vaccine
    cmc = carboxymethylcellulose
    dcm = dexchlorpheniramine
    """
)
"""Abbreviation or other name -> what it means. Where a meaning has several words all of them count."""

GARAM: Final = _words(
    """hcl hydrochloride hidroklorida hidroclorida chlorhydrate klorhidrat maleate maleat fumarate fumarat
    sulfate sulfat sulphate sulfas phosphate fosfat fosfas besylate besilat besilate mesylate mesilat
    tartrate tartrat bitartrate acetate asetat citrate sitrat succinate suksinat nitrate nitrat bromide
    bromida hydrobromide hidrobromida trihydrate trihidrat monohydrate monohidrat dihydrate dihidrat
    anhydrous anhidrat hemihydrate hemihidrat sodium natrium na potassium kalium calcium kalsium magnesium
    potasium dinatrium disodium stearate stearat estolate palmitate palmitat pamoate pamoat embonate
    propionate propionat dipropionate dipropionat valerate valerat furoate pivoxil axetil medoxomil
    cilexetil napsylate succ hyclate hiklat tromethamine trometamin arginine hcl. acid asam as medomil
    hbr dihydrochloride dihidroklorida decanoate dekanoat"""
)
"""Salts and the like: they tell little, and clinics leave them out."""

BUNYI: Final = _words(
    """obat generik generic umum ogb berlogo logo botol btl fls flask strip str box dus pcs tube tub pot pack
    isi sachet2 untuk dan the and of per dengan new mgr rasa untuk anak dewasa dws pack ds kemasan bungkus
    produk tambahan no ea biji buah kotak blister ml mg gr per di atau or plus+ @ e katalog ekatalog program
    bpjs jkn dinkes hibah"""
)
"""Words that tell nothing about the medicine."""

IKATAN: Final[dict[str, str]] = {
    "natrium": "sodium",
    "na": "sodium",
    "kalium": "potassium",
    "potasium": "potassium",
    "asam": "acid",
    "as": "acid",
    "ferosus": "ferrous",
    "ferrosus": "ferrous",
    "fero": "ferrous",
    "ferro": "ferrous",
    "ferosulfat": "ferrous",
    "sulfas": "sulfate",
    "sulphate": "sulfate",
    "iodium": "iodine",
    "yodium": "iodine",
    "iodin": "iodine",
    "yodida": "iodide",
    "glukosa": "glucose",
    "lactas": "lactate",
    "laktas": "lactate",
    "gluconas": "gluconate",
    "glukonas": "gluconate",
    "fosfas": "phosphate",
    "carbonas": "carbonate",
    "acetaminophen": "paracetamol",
    "asetaminofen": "paracetamol",
    "parasetamol": "paracetamol",
    "chlorphenamine": "chlorpheniramine",
    "klorfenamin": "chlorpheniramine",
    "albuterol": "salbutamol",
    "glyburide": "glibenclamide",
    "epinefrin": "epinephrine",
    "adrenaline": "epinephrine",
    "adrenalin": "epinephrine",
    "lignocaine": "lidocaine",
    "frusemide": "furosemide",
    "metilergonovin": "methylergometrine",
    "methylergonovine": "methylergometrine",
    "methylergometrin": "methylergometrine",
    "seng": "zinc",
    "zink": "zinc",
    "besi": "ferrous",
    "glukose": "glucose",
    "dekstrosa": "glucose",
    "dextrose": "glucose",
    "kloramfenikol": "chloramphenicol",
    "metampiron": "metamizole",
    "metampyrone": "metamizole",
    "methampyrone": "metamizole",
    "antalgin": "metamizole",
    "asetosal": "acetylsalicylic",
    "acetosal": "acetylsalicylic",
    "aspirin": "acetylsalicylic",
    "fenobarbiton": "phenobarbital",
    "belerang": "sulfur",
    "sulphur": "sulfur",
    "aluminum": "aluminium",
    "alumunium": "aluminium",
    "kompleks": "complex",
    "fitomenadion": "phytomenadione",
    "hiosin": "hyoscine",
    "skopolamin": "hyoscine",
    "scopolamine": "hyoscine",
    "perhidrol": "peroxide",
    "etanol": "ethanol",
    "alkohol": "ethanol",
    "alcohol": "ethanol",
    "kolesterol": "cholesterol",
}
"""One word for another of the same meaning, in names of products and of the catalogue alike."""

UNGKAPAN: Final = (
    (r"\bco[\s-]+(?=amox|amoks|trim)", "co"),
    (r"\b(?:2\s?(?:fdc|kdt)|(?:fdc|kdt)\s?2)\b", "rifampicin isoniazid"),
    (r"\b(?:4\s?(?:fdc|kdt)|(?:fdc|kdt)\s?4)\b", "fdc"),
    (r"\b(?:tb\s+)?kategori\b", ""),
    (r"\b(?:salep|zalf|salf|salp|slp)\s*2\s*[-/\s,]?\s*4\b", "salicylic acid 2% sulfur 4% salep"),
    (r"\bd\s?(5|10|40)\s?(?:w|%)?(?=\s|$)", r"dextrose \1% infus"),
    (r"\bns\b(?=.*\b(?:inf|infus|500|1000)\b)", "sodium chloride 0.9% infus"),
)
"""Names in which a number is part of the word -> what they say."""
