"""Makes models/english/lemmas.tsv, the lemma table that crates/dateline-nlp/src/lemma.rs reads.

    python training/lemmas.py ../shared/data models/english/lemmas.tsv

Source: the lemmas of EWT train and of the open genres of GUM train. From them come rules that rewrite endings, each as
short as it can be and kept only where it differs from the rule for the shorter ending, and the single forms that the
rules would get wrong. A form whose lemma varies between readings of the same part of speech takes the commoner one.
To these come, where the rules get them wrong, the regular forms of all verbs, nouns and short adjectives seen there, the
irregular verbs of English (from general knowledge), names made of plural nouns, and the typing errors seen more than once.
"""

import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from data import is_open_gum

LONGEST_ENDING = 7
# A rule is believed when that many different forms follow it, and that part of the forms with its ending.
LEAST_FORMS, LEAST_PART = 2, 0.6
# A typing error is known once it was made that often: "s" for "'s", "definately".
LEAST_ERRORS = 2
# "time" and "scale", but not "employee" or "penne" ("penned" comes of "pen"); longer nouns are seldom verbs.
SILENT_E = re.compile(r"\w{,6}(\w)(?!e|\1)\we")
IRREGULAR = """
arise arose arisen, awake awoke awoken, bear bore borne, beat beat beaten, become became become, befall befell befallen,
begin began begun, behold beheld beheld, bend bent bent, beset beset beset, bid bid bid, bind bound bound, bite bit bitten,
bleed bled bled, blow blew blown, break broke broken, breed bred bred, bring brought brought, broadcast broadcast broadcast,
build built built, burst burst burst, buy bought bought, cast cast cast, catch caught caught, choose chose chosen,
cling clung clung, come came come, cost cost cost, creep crept crept, cut cut cut, deal dealt dealt, dig dug dug,
draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed fed, feel felt felt,
fight fought fought, find found found, flee fled fled, fling flung flung, fly flew flown, forbid forbade forbidden,
forecast forecast forecast, foresee foresaw foreseen, forget forgot forgotten, forgive forgave forgiven,
forgo forwent forgone, freeze froze frozen, get got gotten, give gave given, go went gone, grind ground ground,
grow grew grown, hang hung hung, hear heard heard, hide hid hidden, hit hit hit, hold held held, hurt hurt hurt,
keep kept kept, kneel knelt knelt, know knew known, lay laid laid, lead led led, leave left left, lend lent lent, let let let,
light lit lit, lose lost lost, make made made, mean meant meant, meet met met, mislead misled misled,
mistake mistook mistaken, outdo outdid outdone, overcome overcame overcome, override overrode overridden,
oversee oversaw overseen, overtake overtook overtaken, overthrow overthrew overthrown, partake partook partaken, pay paid paid,
put put put, quit quit quit, read read read, rebuild rebuilt rebuilt, repay repaid repaid, rethink rethought rethought,
rewrite rewrote rewritten, ride rode ridden, ring rang rung, rise rose risen, run ran run, say said said, see saw seen,
seek sought sought, sell sold sold, send sent sent, set set set, shake shook shaken, shed shed shed, shine shone shone,
shoot shot shot, show showed shown, shrink shrank shrunk, shut shut shut, sing sang sung, sink sank sunk, sit sat sat,
slay slew slain, sleep slept slept, slide slid slid, sow sowed sown, speak spoke spoken, speed sped sped, spend spent spent,
spin spun spun, split split split, spread spread spread, spring sprang sprung, stand stood stood, steal stole stolen,
stick stuck stuck, sting stung stung, strike struck struck, strive strove striven, swear swore sworn, sweep swept swept,
swim swam swum, swing swung swung, take took taken, teach taught taught, tear tore torn, tell told told,
think thought thought, throw threw thrown, thrust thrust thrust, undercut undercut undercut, undergo underwent undergone,
understand understood understood, undertake undertook undertaken, undo undid undone, uphold upheld upheld,
upset upset upset, wake woke woken, wear wore worn, weave wove woven, weep wept wept, win won won, wind wound wound,
withdraw withdrew withdrawn, withhold withheld withheld, withstand withstood withstood, wring wrung wrung, write wrote written
"""
KEEP_CASE = {"X", "SYM"}


def read(path, keep=lambda identity: True):
    """Words as (form, part of speech, lemma, whether it is a typing error); those that lemma.rs reads by rule are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    for block in blocks:
        identity = next((line[12:] for line in block.split("\n") if line.startswith("# sent_id = ")), "")
        words = [cells for cells in (line.split("\t") for line in block.split("\n")) if len(cells) == 10 and cells[0].isdigit()]
        if not words or not keep(identity):
            continue
        forms = [cells[1] for cells in words]
        for i, (_, form, lemma, upos, _, features, head, *_) in enumerate(words):
            head_upos = words[int(head) - 1][3] if head != "0" else ""
            by_rule = is_in_name(forms, i, upos, head_upos) or (form.lower(), upos) == ("her", "PRON")
            if not by_rule:
                yield form, upos, lemma, "Typo=Yes" in features


# The four functions from here on are those of the same names in lemma.rs.


def is_in_name(forms, i, upos, head_upos):
    return (
        upos == "ADJ"
        and head_upos == "PROPN"
        and all(form[0].isupper() for form in forms[i : i + 2])
        and i + 1 < len(forms)
        and any(c.isalnum() for form in forms[:i] for c in form)
    )


def is_acronym(form):
    return len(form) == 1 or (sum(c.isupper() for c in form) > 1 and len(form.removesuffix("s").encode()) <= 3)


def without_shouting(form):
    return form[0] + form[1:].lower() if len(form) >= 6 and all(c.isupper() for c in form) else form


def folded(form, upos):
    if upos == "PROPN":
        return without_shouting(form)
    if upos == "NUM" and re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", form):
        return form.replace(",", "")
    keeps_case = upos in KEEP_CASE or (upos == "NOUN" and is_acronym(form)) or (upos == "NUM" and set(form) <= set("IVXLC"))
    return form if keeps_case else form.lower()


def script(form, lemma):
    """How many letters to take off the end, and what to add."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def endings(form):
    """The endings of a form, shortest first; the first letter is never part of one."""
    return [form[start:] for start in range(len(form), max(0, len(form) - LONGEST_ENDING - 1), -1) if start > 0]


def apply(rules, form, upos):
    for ending in reversed(endings(form)):
        if (ending, upos) in rules:
            cut, added = rules[ending, upos]
            if cut < len(form):
                return form[: len(form) - cut] + added
    return form


def learn(lemma_of):
    """Rules from {(form, upos): (lemma, count)}, shorter endings first."""
    votes = defaultdict(Counter)
    for (form, upos), (lemma, _) in lemma_of.items():
        if not any(c.isalpha() for c in form):
            continue
        change = script(form, lemma)
        if change[0] < len(form):
            for ending in endings(form):
                votes[ending, upos][change] += 1
    rules = {}
    for ending, upos in sorted(votes, key=lambda key: (len(key[0]), key)):
        counts = votes[ending, upos]
        change, forms = max(counts.items(), key=lambda item: (item[1], item[0]))
        if forms < LEAST_FORMS or forms < LEAST_PART * counts.total():
            continue
        inherited = next(
            (rules[ending[start:], upos] for start in range(1, len(ending) + 1) if (ending[start:], upos) in rules), (0, "")
        )
        if change != inherited:
            rules[ending, upos] = change
    return rules


def regular_forms(lemma, upos):
    """The regular inflections of a verb, noun or short adjective; a verb whose last letter may double gets neither form."""
    vowels = "aeiou"
    if len(lemma) < 3 or not lemma.isascii() or not lemma.isalpha() or not lemma.islower():
        return []
    after_consonant = lemma[-2] not in vowels
    if lemma.endswith("y") and after_consonant:
        third, past, ing = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    elif lemma.endswith(("s", "x", "z", "ch", "sh")):
        third, past, ing = lemma + "es", lemma + "ed", lemma + "ing"
    elif lemma.endswith("e"):
        third, past, ing = lemma + "s", lemma + "d", lemma[:-1] + "ing"
    else:
        third, past, ing = lemma + "s", lemma + "ed", lemma + "ing"
    if upos == "NOUN":
        return [] if lemma.endswith(("s", "z")) else [third]
    doubles = lemma[-1] not in vowels + "wxy" and lemma[-2] in vowels and lemma[-3] not in vowels
    if upos in ("ADJ", "ADV"):
        is_short = len(re.findall("[aeiouy]+", lemma.removesuffix("e"))) == 1
        stem = lemma + lemma[-1] if doubles else past.removesuffix("ed")
        is_short |= lemma.endswith("y") and not lemma.endswith("ly") and len(lemma) < 8
        return [stem + "er", stem + "est"] if is_short else []
    keeps_e = lemma.endswith(("ee", "oe", "ye", "ie"))
    return [third] + ([] if doubles else [past]) + ([] if doubles or keeps_e else [ing])


def add_known_forms(lemma_of):
    """Forms of the lemmas seen, and of the irregular verbs, that were not seen themselves."""
    irregular = [entry.split() for entry in IRREGULAR.replace("\n", " ").split(",")]
    strong = {base for base, _, _ in irregular}
    verbs = {form for form, upos in lemma_of if upos == "VERB"}
    nouns = [(form, lemma) for (form, upos), (lemma, _) in lemma_of.items() if upos == "NOUN"]
    seen = sorted({(lemma, upos) for (_, upos), (lemma, _) in lemma_of.items() if upos in ("VERB", "NOUN", "ADJ", "ADV")})
    # Many nouns and adjectives are verbs too, and only their silent e tells "timed" from "trimmed".
    silent = [(lemma, "VERB") for lemma, upos in seen if upos in ("NOUN", "ADJ") and SILENT_E.fullmatch(lemma)]
    for lemma, upos in seen + silent:
        for form in regular_forms(lemma, upos):
            if not (lemma in strong and form.endswith("ed")):
                lemma_of.setdefault((form, upos), (lemma, 0))
    for base, past, participle in irregular:
        for form in (base, past, participle):
            # A treebank's slip ("flead" for "fled") is the form of no verb.
            if lemma_of.get((form, "VERB"), ("",))[0] not in verbs:
                lemma_of[form, "VERB"] = (base, 0)
    # "Drugs" in the name of an office is a plural; "Reynolds" is not, and no rule for the ending can tell.
    for form, lemma in nouns:
        if form.endswith("s") and form != lemma and form.islower() and lemma.islower():
            lemma_of.setdefault((form.capitalize(), "PROPN"), (lemma.capitalize(), 0))


def main(data, out):
    treebank = Path(data) / "treebank"
    counts, capitals, errors = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    sources = [read(treebank / "ewt-train.conllu.gz"), read(treebank / "gum-train.conllu.gz", is_open_gum)]
    for source in sources:
        for form, upos, lemma, is_error in source:
            plain = folded(form, upos)
            if lemma == "_" and form != "_":
                continue
            if is_error:
                # "mid day" written for "midday" does not make "mid" an error.
                if not lemma.startswith(plain):
                    errors[plain, upos][lemma] += 1
                continue
            if plain != form:
                capitals[form, upos][lemma] += 1
            # "National" in a name keeps its capital; that says nothing of "national".
            if plain == form or lemma.islower() or upos not in ("ADJ", "ADV", "NOUN", "VERB"):
                counts[plain, upos][lemma] += 1
    lemma_of = {}
    for key, lemmas in counts.items():
        lemma, count = max(lemmas.items(), key=lambda item: (item[1], item[0]))
        if count > 0.5 * lemmas.total():
            lemma_of[key] = (lemma, count)
    rules = learn(lemma_of)
    add_known_forms(lemma_of)
    for key, lemmas in errors.items():
        lemma, count = max(lemmas.items(), key=lambda item: (item[1], item[0]))
        if count >= LEAST_ERRORS and count > 0.5 * lemmas.total():
            lemma_of.setdefault(key, (lemma, count))
    lines = [f"{ending}\t{upos}\t{cut}\t{added}" for (ending, upos), (cut, added) in rules.items()]
    for (form, upos), (lemma, _) in lemma_of.items():
        if apply(rules, form, upos) != lemma and not any(c in form + lemma for c in "\t\n"):
            lines.append(f"{form}\t{upos}\t{lemma}")
    for (form, upos), lemmas in capitals.items():
        lemma, count = max(lemmas.items(), key=lambda item: (item[1], item[0]))
        plain = folded(form, upos)
        usual = lemma_of[plain, upos][0] if (plain, upos) in lemma_of else apply(rules, plain, upos)
        if lemma != usual and count > 1 and count > 0.6 * lemmas.total():
            lines.append(f"{form}\t{upos}\t{lemma}")
    head = "# Made by training/lemmas.py from UD English EWT (CC BY-SA 4.0) and the open genres of UD English GUM.\n"
    Path(out).write_text(head + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(f"{len(rules)} rules, {len(lines) - len(rules)} forms")


if __name__ == "__main__":
    main(*sys.argv[1:])
