// The words of the interface, from where the app has them: the locale files and the vocabulary.
//
// Owns: looking a text up. No spec repeats a text, so that rewording the app breaks no test.
import { readFileSync } from "node:fs";

export type Language = "fi" | "sv" | "en";
export const LANGUAGES: Language[] = ["fi", "sv", "en"];

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

type Tree = { [key: string]: string | Tree };
const trees = Object.fromEntries(
  LANGUAGES.map((language) => [language, JSON.parse(read(`frontend/locales/${language}.json`)) as Tree]),
) as Record<Language, Tree>;

/** The text of a key, with its variables filled in. */
export function words(key: string, values: Record<string, string | number> = {}, language: Language = "fi"): string {
  let found: string | Tree | undefined = trees[language];
  for (const part of key.split(".")) found = typeof found === "object" ? found[part] : undefined;
  if (typeof found !== "string") throw new Error(`${language}.json has no text ${key}`);
  return found.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A text as a pattern in which each variable that is not given stands for anything. */
export function pattern(key: string, values: Record<string, string | number> = {}, language: Language = "fi"): RegExp {
  const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const holes = new Proxy(values as Record<string, string | number>, {
    get: (all, name: string) => all[name] ?? "\u0000",
  });
  return new RegExp(escape(words(key, holes, language)).replaceAll("\u0000", ".*?"));
}

/** All keys, with dots. */
export function keys(): string[] {
  const all: string[] = [];
  const walk = (tree: Tree, prefix: string) => {
    for (const [name, value] of Object.entries(tree)) {
      if (typeof value === "string") all.push(prefix + name);
      else walk(value, `${prefix}${name}.`);
    }
  };
  walk(trees.fi, "");
  return all;
}

/** Languages are named in themselves. */
const OWN_NAMES = ["suomi", "svenska", "English"];

/** The texts without variables. */
const plain = Object.fromEntries(
  LANGUAGES.map((language) => [language, new Set(keys().map((key) => words(key, {}, language)))]),
) as Record<Language, Set<string>>;

/** Whether a text is one of the interface's, but of another language only. */
export function isForeign(text: string, language: Language): boolean {
  if (!/\p{L}/u.test(text) || OWN_NAMES.includes(text)) return false;
  return !plain[language].has(text) && LANGUAGES.some((other) => plain[other].has(text));
}

interface Value {
  list: string;
  code: string;
  labels: Record<Language, string>;
}

const vocabulary: Value[] = read("backend/vocabulary.toml")
  .split(/^\[\[/m)
  .slice(1)
  .map((block) => {
    const field = (name: string) => new RegExp(`^${name} = "(.*?)"`, "m").exec(block)?.[1] ?? "";
    return {
      list: block.split("]]")[0] ?? "",
      code: field("code"),
      labels: { fi: field("fi"), sv: field("sv"), en: field("en") },
    };
  });

/** The label of a code of a list. */
export function label(list: string, code: string, language: Language = "fi"): string {
  const value = vocabulary.find((value) => value.list === list && value.code === code);
  if (!value) throw new Error(`the vocabulary has no ${list} ${code}`);
  return value.labels[language];
}
