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

# The type-mode pairs that the labelled news holds at least eight times; rules give the rest.
MODES = (
    "CONSULT-visit CONSULT-third-party CONSULT-multilateral RETREAT-withdraw RETREAT-release RETREAT-resign "
    "REQUEST-assist REQUEST-change REQUEST-yield REQUEST-meet REJECT-assist REJECT-change REJECT-yield REJECT-meet "
    "ACCUSE-disapprove ACCUSE-investigate ACCUSE-allege THREATEN-restrict THREATEN-relations THREATEN-violence "
    "PROTEST-demo PROTEST-riot SANCTION-convict SANCTION-expel SANCTION-withdraw SANCTION-discontinue "
    "MOBILIZE-troops MOBILIZE-weapons MOBILIZE-police COERCE-seize COERCE-restrict COERCE-censor COERCE-arrest "
    "COERCE-deport ASSAULT-abduct ASSAULT-beat ASSAULT-targeted ASSAULT-destroy ASSAULT-primitive "
    "ASSAULT-firearms ASSAULT-explosives ASSAULT-suicide-attack ASSAULT-aerial ASSAULT-heavy-weapons"
).split()

ROLES = "actor recipient attribution date place quantity".split()
