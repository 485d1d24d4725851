"""Words to pieces: the same rules as crates/dateline-nlp/src/subwords.rs (a test there holds cases of both)."""

import unicodedata

MAX_PIECES = 8


def load_vocabulary(path):
    with open(path, encoding="utf-8") as file:
        return {line.rstrip("\n"): number for number, line in enumerate(file)}


def keep_piece(piece):
    """Whether a piece can occur in English news: drops the unused slots and scripts other than Latin."""
    if piece.startswith("[unused"):
        return False
    return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in piece)


def is_punctuation(char):
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def normalise(word):
    word = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in word if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))


def shape(word):
    """Case shape of a word, 1 to 7 (0 is for special pieces)."""
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return 6
    if not letters:
        return 7
    if all(c.islower() or not c.isupper() for c in letters):
        return 1
    if all(c.isupper() for c in letters):
        return 4 if len(letters) == 1 else 3
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 2
    return 5


class Pieces:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.unknown = vocabulary["[UNK]"]
        self.cache = {}

    def word(self, word):
        found = self.cache.get(word)
        if found is None:
            found = self.cache[word] = self._word(word)
        return found

    def _word(self, word):
        parts, run = [], ""
        for char in normalise(word):
            if char.isspace():
                parts.append(run)
                run = ""
            elif is_punctuation(char):
                parts += [run, char]
                run = ""
            else:
                run += char
        parts.append(run)
        pieces = []
        for part in parts:
            if part:
                pieces += self._greedy(part)
        return pieces[:MAX_PIECES] or [self.unknown]

    def _greedy(self, part):
        pieces, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = part[start:end] if start == 0 else "##" + part[start:end]
                if piece in self.vocabulary:
                    break
                end -= 1
            if end == start:
                return [self.unknown]
            pieces.append(self.vocabulary[piece])
            start = end
        return pieces
