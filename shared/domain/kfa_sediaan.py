"""Dosage forms: what clinics and the catalogue call them, and which of them are near each other."""

from __future__ import annotations

from typing import Final, NamedTuple


class Bentuk(NamedTuple):
    """A dosage form: the group it belongs to and what it is within it (``""``: not said)."""

    golongan: str
    jenis: str = ""


def _forms(text: str) -> dict[tuple[str, ...], tuple[Bentuk, ...]]:
    found: dict[tuple[str, ...], tuple[Bentuk, ...]] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        names, _, forms = line.partition("=")
        read = tuple(Bentuk(*form.strip().split(".")) for form in forms.split("|"))
        for name in names.split(","):
            found[tuple(name.split())] = read
    return found


SEBUTAN: Final = _forms(
    """
    tablet, tab, tb, tabl, tabs, tblt, tbl, tbt, tablt, tabel = tablet
    kaplet, kapl, caplet, capl, kplt, cplt, kpl, kaplt = tablet.kaplet
    tablet salut selaput, salut selaput, tab ss, tablet ss, fc tab, fct, film coated tablet, kaplet salut selaput, tab salut, ssel, film coated, tablet salut, salut film = tablet.selaput
    tablet salut gula, salut gula, tab sg, dragee, dragees, drage, drg, sugar coated = tablet.gula
    tablet salut enterik, salut enterik, tablet ec, enteric coated, enteric coated tablet, tab ec, tablet lepas tunda = tablet.enterik
    tablet lepas lambat, lepas lambat, tablet sr, tab sr, tablet xr, tab xr, tablet er, tab mr, tablet mr, tablet retard, tab retard, retard, sustained release, extended release, tablet lepas lambat salut selaput, tablet oros, oros, xr, kaplet lepas lambat, kaplet salut selaput lepas lambat, tablet pelepasan lambat = tablet.lambat
    tablet kunyah, tab kunyah, kunyah, chewable, chew tab, chewable tablet, tab chew, chew = tablet.kunyah
    tablet effervescent, effervescent, eff tab, tab eff, eff, efervesen, tablet efervesen = tablet.efervesen
    tablet hisap, tab hisap, hisap, lozenges, lozenge, troches, troche, loz = tablet.hisap
    tablet sublingual, tab sublingual, sublingual, tab sl, sl = tablet.sublingual
    tablet dispersibel, dispersible, dispersibel, tab dispersible, tab disp, disp tab, disp, tablet dispersible, dt, tablet dispersi, odt, tablet disintegrasi oral, tablet larut = tablet.dispersibel
    tablet vaginal, tab vaginal, vag tab, tab vag, tablet vagina, vaginal tablet, vaginal = ovula
    kapsul, kaps, kap, caps, cap, capsule, capsul, kps, cps, kpsl, capsules, kapsul keras = kapsul
    kapsul lunak, soft capsule, softgel, soft gel, kaps lunak, softcap, soft cap = kapsul.lunak
    kapsul lepas lambat, kapsul sr, kapsul lepas tunda, kapsul enterik, kapsul pelepasan lambat = kapsul.lambat
    sirup, syrup, syr, sir, syrp, sirop, sy, syrop, sirp, srp = cair.sirup
    sirup kering, dry syrup, dry syr, dry sirup, ds, serbuk untuk suspensi, serbuk untuk suspensi oral, granul untuk suspensi, dry sirop, drysyr, d syr, serbuk suspensi oral, serbuk untuk sirup, serbuk sirup kering, serbuk oral suspensi = cair.kering
    suspensi, susp, suspension, sus, suspensi oral, oral suspensi, spsi = cair.suspensi
    eliksir, elixir, elix, elx = cair.eliksir
    emulsi, emulsion = cair.emulsi
    larutan oral, solutio oral, oral solution, oral sol, cairan oral, larutan, cairan, solution, liquid, cairan obat dalam, solutio, sol = cair.larutan
    tetes oral, oral drop, oral drops, oral tetes, drop oral, paed drop, pediatric drops, ped drop, suspensi tetes, sirup tetes = tetes.oral
    drop, drops, drp, drps, gtt, tetes, tts, guttae = tetes
    infant drop, infant drops = tetes.oral
    tetes mata, tts mata, eye drop, eye drops, ed, guttae ophthalmic, tetes mt, gtt ophth, drop mata, obat mata, obat tetes mata, tm, minidose, suspensi tetes mata = tetes.mata
    tetes telinga, tts telinga, ear drop, ear drops, drop telinga, obat tetes telinga, tt telinga, gtt auric = tetes.telinga
    tetes hidung, tts hidung, nasal drop, drop hidung, nasal drops = tetes.hidung
    injeksi, inj, injection, ampul, amp, ampule, ampoule, larutan injeksi, cairan injeksi, injeksi ampul, inj amp, suntik, im, iv, im iv, suspensi injeksi, emulsi injeksi, injek, inject, prefilled syringe, pfs, flexpen, penfill, pen, kwikpen, solostar, catridge, cartridge, solution for injection, larutan untuk injeksi, konsentrat larutan injeksi = injeksi
    serbuk injeksi, serbuk inj, vial, serbuk untuk injeksi, vl, inj vial, powder for injection, serbuk untuk larutan injeksi, vial inj, injeksi vial, serbuk injeksi vial, injeksi serbuk, serbuk untuk larutan infus, serbuk steril, injeksi kering = injeksi.serbuk
    infus, inf, infusion, larutan infus, cairan infus, intravenous infusion, infusion solution, ivf, drip, lvp = infus
    krim, cream, crim, kr, crm, creme, krm, cr = oles.krim
    salep, salf, zalf, oint, ointment, ung, unguentum, salap, slp, salep kulit, zalp, salp, salep kult = oles.salep
    salep mata, eye ointment, eye oint, zalf mata, salf mata, sm, em, eo, gel mata, zm, salep mt = olesmata
    gel, jel, gel topikal, jelly, emulgel = oles.gel
    pasta = oles.pasta
    lotion, losion, lot, lotio = losion
    larutan topikal, cairan obat luar, topikal solution, solutio topikal, obat luar, cairan topikal, topical solution, tingtur, tinktur, tinctura, cairan luar = luar
    larutan antiseptik, antiseptik = luar
    suppositoria, supp, supositoria, suppos, sup, suppo, spp, supos = supositoria
    rektal, rectal, enema, microlax, larutan rektal, rektal tube, rectal tube, enema rektal, tube rektal = rektal
    ovula, ovul, ovulum, ovl, pessary = ovula
    inhaler, mdi, inh, inhalasi, aerosol, inhalation, turbuhaler, diskus, puff, dpi, aerosol inhalasi, serbuk inhalasi, rotahaler, evohaler, hfa, accuhaler, respimat, handihaler, breezhaler, swinghaler = inhalasi
    nebul, nebules, nebulizer, respules, respule, resp, neb, larutan inhalasi, solution for inhalation, cairan inhalasi, nebulas, uap, nebule, suspensi inhalasi = inhalasi.nebul
    semprot hidung, nasal spray, spray hidung, nasal = semprot.hidung
    spray, semprot, larutan semprot = semprot
    serbuk, powder, pulv, puyer, bubuk, pulvis, pulveres, serbuk oral, serbuk larutan oral, serbuk untuk larutan oral = serbuk
    granul, granule, granules, granul oral, granula, granul effervescent = serbuk.granul
    sachet, sach, sct, saset, sase, shct, schet, sht = serbuk
    bedak, talk, talc, bedak tabur, bdk, talcum, serbuk tabur, powder luar, serbuk topikal = bedak
    kumur, obat kumur, gargle, mouthwash, garg, mouth wash, gargarisma, cairan kumur, larutan kumur = kumur
    plester, patch, koyo, transdermal, transdermal patch = plester
    implan, implant = implan
    sampo, shampoo, shampo = sampo
    sabun, soap = sabun
    pil, pill = tablet.pil
    linimen, liniment, balsem = losion
    """
)
"""Names of a form as words -> the forms it may be."""

TERPANJANG: Final = max(map(len, SEBUTAN))

_NEAR: Final[dict[frozenset[str], float]] = {
    frozenset(pair): value
    for *pair, value in (
        ("tablet", "kapsul", 0.25),
        ("injeksi", "infus", 0.55),
        ("oles", "losion", 0.3),
        ("oles", "luar", 0.2),
        ("cair", "tetes", 0.35),
        ("cair", "luar", 0.4),
        ("cair", "serbuk", 0.45),
        ("luar", "kumur", 0.5),
        ("luar", "losion", 0.5),
        ("luar", "semprot", 0.4),
        ("bedak", "serbuk", 0.6),
        ("infus", "cair", 0.3),
        ("injeksi", "cair", 0.2),
        ("rektal", "supositoria", 0.3),
        ("tablet", "ovula", 0.2),
        ("inhalasi", "semprot", 0.3),
        ("olesmata", "oles", 0.25),
    )
}
"""How near two groups are; what is not here is not near at all. Below a half it is a conflict."""
_SPECIAL: Final = frozenset(
    ("lambat", "kunyah", "efervesen", "hisap", "sublingual", "dispersibel", "enterik", "kering", "granul")
)
_EARS: Final = frozenset(("oral", "mata", "telinga", "hidung"))
LAWAN: Final = 0.5
"""Below this two forms contradict each other."""


def _pair(one: Bentuk, other: Bentuk) -> float:
    if one.golongan != other.golongan:
        return _NEAR.get(frozenset((one.golongan, other.golongan)), 0.0)
    if one.jenis == other.jenis:
        return 1.0
    kinds = {one.jenis, other.jenis}
    if one.golongan == "tetes":
        return 0.85 if "" in kinds else 0.1
    if one.golongan == "semprot" or one.golongan == "inhalasi":
        return 0.8 if "" in kinds else 0.5
    if one.golongan == "cair":
        return 0.8 if kinds & {"sirup", "suspensi"} and not kinds & {"emulsi"} else 0.6
    if one.golongan == "oles":
        return 0.55 if "" not in kinds else 0.8
    if "serbuk" in kinds:
        return 0.85
    if kinds == {"", "kaplet"}:
        return 0.93
    return 0.7 if kinds & _SPECIAL else 0.94


def kecocokan(satu: tuple[Bentuk, ...], lain: tuple[Bentuk, ...]) -> float | None:
    """Compare what two forms may be, 0 to 1; ``None`` when one of them is not told."""
    if not satu or not lain:
        return None
    return max(_pair(one, other) for one in satu for other in lain)
