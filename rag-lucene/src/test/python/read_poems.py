#!/usr/bin/env python3
"""Prints poems of the embedded corpora as a reader of one language meets them.

usage: read_poems.py LANGUAGE [COUNT] [--seed N] [--deity ID] [--verse]

LANGUAGE is zh, en or ja; nothing of the others is printed. COUNT (30) poems are drawn at random; the
seed is printed, so that another reader can be given the same ones. --verse adds the verse and the
words that each note rests on, to judge whether a note is of its own poem.
"""
import argparse
import json
import pathlib
import random

CORPORA = pathlib.Path(__file__).parents[1] / "../main/resources/dev/tidings/lucene/corpus"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("language", choices=["zh", "en", "ja"])
    arguments.add_argument("count", type=int, nargs="?", default=30)
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments.add_argument("--deity")
    arguments.add_argument("--verse", action="store_true")
    given = arguments.parse_args()

    poems = [
        json.loads(row)
        for file in sorted(CORPORA.glob("*.jsonl"))
        for row in file.read_text(encoding="utf-8").splitlines()
        if row.strip()
    ]
    poems = [poem for poem in poems if given.deity in (None, poem["deity_id"])]
    drawn = random.Random(given.seed).sample(poems, min(given.count, len(poems)))
    print(f"seed {given.seed}")
    for poem in drawn:
        show(poem, given.language, given.verse)


def show(poem, language, verse):
    print(f"\n{poem['deity_id']} {poem['number']}")
    if language == "zh" or verse:
        print(f"  {poem['title']} ({poem['rank']}): {' '.join(poem['poem'])}")
    if language == "zh" and poem.get("story"):
        print(f"  {poem['story']}")
    print(f"  {poem['themes'][language]}")
    for topic, note in poem.get("topics", {}).items():
        source = f" <{note['source']}>" if verse else ""
        print(f"    {topic}: {note[language]}{source}")


main()
