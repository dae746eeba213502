# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The words people read: both languages say the same things, plainly, and never order, blame or shout."""

import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = ROOT / "client-sdk" / "words"
BANNED = {
    "en": r"\b(must|should|clean|dirty|addicts?|we detected)\b|!",
    "es": r"\b(debe[ns]?|debería[ns]?|limpi[oa]s?|suci[oa]s?|adict[oa]s?|hemos detectado)\b|[!¡]",
}
PLACE = re.compile(r"\{(\w+)\}")
LONGEST = 240  # one look at a phone


def refuse_twice(pairs):
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"said twice: {twice}")
    return dict(pairs)


# What every app says, and what one app says besides.
CATALOGUES = ("", "seeker/", "staff/")


def catalogue(language, part=""):
    return json.loads((WORDS / f"{part}{language}.json").read_text(encoding="utf-8"), object_pairs_hook=refuse_twice)


def banned_in(language, text):
    found = re.search(BANNED[language], text, re.IGNORECASE)
    return found.group(0) if found else None


class WordsTest(unittest.TestCase):
    def test_both_languages_say_the_same_things(self):
        for part in CATALOGUES:
            english, spanish = catalogue("en", part), catalogue("es", part)
            self.assertEqual(list(english), list(spanish))
            for key, text in english.items():
                self.assertEqual(sorted(PLACE.findall(text)), sorted(PLACE.findall(spanish[key])), part + key)

    def test_an_app_says_nothing_in_other_words_than_all(self):
        for part in CATALOGUES[1:]:
            self.assertEqual(set(catalogue("en")) & set(catalogue("en", part)), set(), part)

    def test_nothing_orders_blames_or_shouts(self):
        for language in BANNED:
            for part in CATALOGUES:
                for key, text in catalogue(language, part).items():
                    self.assertIsNone(banned_in(language, text), f"{language} {part}{key}: {text}")
                    self.assertTrue(0 < len(text) <= LONGEST, f"{language} {part}{key}: {len(text)} characters")

    def test_a_banned_word_would_be_seen(self):
        for text in ("You must call", "stay clean", "an Addict", "Welcome!", "We detected a risk", "you SHOULD"):
            self.assertIsNotNone(banned_in("en", text), text)
        for text in ("Debes llamar", "una persona adicta", "¡Hola", "estar limpio", "hemos detectado"):
            self.assertIsNotNone(banned_in("es", text), text)
        self.assertIsNone(banned_in("en", "shoulders and mustard"))

    def test_every_refusal_has_words(self):
        source = (ROOT / "server" / "base" / "error.cpp").read_text(encoding="utf-8")
        names = set(re.findall(r'case Code::\w+:\s*return "([a-z_]+)";', source))
        self.assertGreater(len(names), 20)
        said = {key.removeprefix("error.") for key in catalogue("en") if key.startswith("error.")}
        self.assertEqual(said, names)


if __name__ == "__main__":
    unittest.main()
