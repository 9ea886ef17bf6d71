"""Reading tokens one after the other, with a way back."""

from collections.abc import Sequence

from api.plans.rules.schedule.words import Token, Word


class Cursor:
    """A place in a list of tokens. Readers move it on when they understand what is there, and leave it otherwise."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self.at = 0

    def printed(self, first: int) -> str:
        """The text as printed from a token up to the cursor."""
        return self._text[self._tokens[first].start : self._tokens[self.at - 1].end]

    def ahead(self, steps: int = 0) -> Token | None:
        """The token some steps ahead (or back), or None outside the text."""
        place = self.at + steps
        return self._tokens[place] if 0 <= place < len(self._tokens) else None

    def sees(self, *words: Word) -> bool:
        """Whether the next tokens are these words, one after the other."""
        return all((token := self.ahead(i)) is not None and token.word is word for i, word in enumerate(words))

    def take(self, *words: Word) -> Token | None:
        """The next token if it is one of the words (of any, when none is named), stepping over it."""
        token = self.ahead()
        if token is None or (words and token.word not in words):
            return None
        self.at += 1
        return token

    def take_mark(self, marks: str) -> str:
        """The next token if it is one of the marks, else nothing."""
        token = self.ahead()
        if token is None or token.word is not Word.MARK or token.folded not in marks:
            return ""
        self.at += 1
        return token.folded

    def take_number(self, most_digits: int, fewest_digits: int = 1) -> Token | None:
        """The next token if it is a number of so many digits."""
        token = self.ahead()
        if token is None or token.word is not Word.NUMBER or not fewest_digits <= len(token.folded) <= most_digits:
            return None
        self.at += 1
        return token
