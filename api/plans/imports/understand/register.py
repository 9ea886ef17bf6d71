"""Which of a department's units and audiences a printed name may mean, and how surely."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.kit.text import fold
from api.plans.imports.understand.names import Candidate, normalised, similarity

_SHOWN = 3
# Below this two names share too little to be offered.
_LIKELY = 0.55
# Several units of one name: any of them may be meant.
_ONE_OF_SEVERAL = 0.6


@dataclass(frozen=True, slots=True)
class Known:
    """A unit or an audience under one of its spellings; `ref` is the contract's reference.

    `alias` says that the department entered this spelling for it, which then goes before any name.
    """

    ref: dict[str, Any]
    name: str
    alias: bool = False


class Register:
    """The names of a department on one day; call it with a printed name."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._aliases: dict[str, Known] = {}
        self._spelt: dict[str, list[Known]] = defaultdict(list)
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        for each in known:
            self._enter(each)
        self._found: dict[str, Sequence[Candidate]] = {}

    def _enter(self, each: Known) -> None:
        if each.alias:
            self._aliases.setdefault(fold(each.name), each)
        spelt = normalised(each.name)
        self._spelt[spelt].append(each)
        for word in set(spelt.split()):
            self._by_word[word].append(each)

    def __call__(self, name: str) -> Sequence[Candidate]:
        """The likeliest units and audiences, the surest first."""
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> Sequence[Candidate]:
        alias = self._aliases.get(fold(name))
        if alias is not None:
            return [Candidate(alias.ref, 1.0)]
        spelt = normalised(name)
        same = _once(self._spelt.get(spelt, ()))
        if same:
            return [Candidate(each.ref, 1.0 if len(same) == 1 else _ONE_OF_SEVERAL) for each in same[:_SHOWN]]
        return self._like(name, spelt)

    def _like(self, name: str, spelt: str) -> Sequence[Candidate]:
        rare = sorted(set(spelt.split()), key=lambda word: len(self._by_word.get(word, ())))
        near = [each for word in rare[: max(len(rare) // 2, 1)] for each in self._by_word.get(word, ())]
        best: dict[str, Candidate] = {}
        for each in near:
            sure, key = similarity(name, each.name), str(each.ref["id"])
            if sure >= _LIKELY and (key not in best or sure > best[key].confidence):
                best[key] = Candidate(each.ref, sure)
        return sorted(best.values(), key=lambda candidate: -candidate.confidence)[:_SHOWN]


def _once(known: Iterable[Known]) -> list[Known]:
    """Each unit once, however many spellings led to it."""
    return list({str(each.ref["id"]): each for each in known}.values())
