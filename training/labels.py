"""The label sets of the model's heads, in the order of its outputs."""

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()

RELATIONS = (
    "root acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound "
    "compound:prt conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed flat "
    "goeswith iobj list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl "
    "obl:agent obl:unmarked orphan parataxis punct reparandum vocative xcomp"
).split()

NAMES = "O B-PER I-PER B-ORG I-ORG B-LOC I-LOC".split()

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
).split()
TRIGGERS = ["O", *TYPES]

STATUS = "happened ongoing planned promised demanded threatened alleged denied hypothetical forecast".split()

# All 67 type-mode pairs. Those that the labelled news hardly holds stand last; our own sentences teach them.
MODES = (
    "CONSULT-visit CONSULT-third-party CONSULT-multilateral RETREAT-withdraw RETREAT-release RETREAT-resign "
    "REQUEST-assist REQUEST-change REQUEST-yield REQUEST-meet REJECT-assist REJECT-change REJECT-yield REJECT-meet "
    "ACCUSE-disapprove ACCUSE-investigate ACCUSE-allege THREATEN-restrict THREATEN-relations THREATEN-violence "
    "PROTEST-demo PROTEST-riot SANCTION-convict SANCTION-expel SANCTION-withdraw SANCTION-discontinue "
    "MOBILIZE-troops MOBILIZE-weapons MOBILIZE-police COERCE-seize COERCE-restrict COERCE-censor COERCE-arrest "
    "COERCE-deport ASSAULT-abduct ASSAULT-beat ASSAULT-targeted ASSAULT-destroy ASSAULT-primitive "
    "ASSAULT-firearms ASSAULT-explosives ASSAULT-suicide-attack ASSAULT-aerial ASSAULT-heavy-weapons "
    "CONSULT-phone RETREAT-disarm RETREAT-ceasefire RETREAT-access THREATEN-arrest THREATEN-expel "
    "THREATEN-territory PROTEST-strike PROTEST-hunger PROTEST-boycott PROTEST-obstruct PROTEST-vandalize "
    "MOBILIZE-militia COERCE-curfew COERCE-martial-law COERCE-withhold COERCE-misinformation COERCE-cyber "
    "ASSAULT-torture ASSAULT-sexual ASSAULT-drone ASSAULT-crowd-control ASSAULT-unconventional"
).split()

# What an act is about (PLOVER contexts, `data/ontology/contexts.tsv`).
CONTEXTS = (
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal "
    "reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic "
    "territory peacekeeping health asylum migration disasters natural_resource environment technology terrorism cbrn cyber "
    "misinformation crime corruption illegal_drugs trafficking"
).split()

ROLES = "actor recipient attribution date place quantity".split()
