import { describe, expect, it } from "vitest";
import { check, statuses } from "./follows.js";

const MILL = {
  en: "The old mill by the river still turns, and the children of the village come to play there every summer.",
  fr: "Le vieux moulin au bord de la rivière tourne encore, et les enfants du village viennent y jouer chaque été.",
  de: "Die alte Mühle am Fluss dreht sich noch immer, und die Kinder des Dorfes spielen dort jeden Sommer.",
  es: "El viejo molino junto al río todavía gira, y los niños del pueblo vienen a jugar allí cada verano.",
  uk: "Старий млин біля річки досі крутиться, і діти з села приходять туди гратися щоліта.",
  hi: "नदी के किनारे पुरानी चक्की अब भी चलती है और गाँव के बच्चे हर गर्मी में वहाँ खेलने आते हैं।",
  ja: "川のそばの古い水車はまだ回っていて、村の子供たちは毎年夏にそこで遊びます。",
} as const;

describe("the language of a response", () => {
  it("is told for a sentence, and no other is taken for it", async () => {
    for (const language of Object.keys(MILL))
      expect(
        await statuses("language:response_language", { language }, Object.values(MILL)),
        language,
      ).toEqual(Object.keys(MILL).map((other) => (other === language ? "passed" : "failed")));
  });

  it("is undecided where there is too little of it, or nothing", async () => {
    const short = ["etchings", "YES", "ok", "12345", "!?", "👍👍", "\ud800", "x = y + 1"];
    expect(await statuses("language:response_language", { language: "en" }, short)).toEqual(
      short.map(() => "undecided"),
    );
  });

  it("is that of all of a long response, not of its beginning", async () => {
    const response = `${`${MILL.en} `.repeat(25)}${`${MILL.ja} `.repeat(1000)}`;
    expect((await check("language:response_language", { language: "en" }, response)).status).toBe("failed");
    expect((await check("language:response_language", { language: "ja" }, response)).status).toBe("passed");
  });

  it("must be one that is known", async () => {
    for (const language of ["xx", "English", "toString"])
      await expect(check("language:response_language", { language }, "x")).rejects.toThrow(
        "expected one of af, ar",
      );
  });
});

describe("the case of a response", () => {
  it("is that of its letters, and the language English", async () => {
    expect(
      await statuses("change_case:english_lowercase", {}, [
        MILL.en.toLowerCase(),
        MILL.en,
        MILL.de.toLowerCase(),
        "123",
        "etchings",
        "ǅ old mill by the river",
        "",
      ]),
    ).toEqual(["passed", "failed", "failed", "failed", "undecided", "failed", "failed"]);
    expect(
      await statuses("change_case:english_capital", {}, [
        MILL.en.toUpperCase(),
        `${MILL.en.toUpperCase()}ß`,
        MILL.es.toUpperCase(),
        "日本",
        "YES",
      ]),
    ).toEqual(["passed", "failed", "failed", "failed", "undecided"]);
  });

  it("of words in capitals is counted where NLTK could not read them otherwise, else bounded", async () => {
    const range = async (response: string) =>
      (
        await check(
          "change_case:capital_word_frequency",
          { capital_frequency: 1, capital_relation: "at least" },
          response,
        )
      ).reason.split(" words")[0];
    expect(await range("The NASA (and ESA, IN 2024): GO! well-Known WELL-KNOWN ÉTÉ")).toBe("6");
    expect(await range("no capitals Here")).toBe("0");
    // One token or up to as many as there are letters between marks.
    expect(await range("U.S.A.")).toBe("1 to 3");
    expect(await range("AT&T CAN'T")).toBe("2 to 4");
    expect(await range("CANNOT")).toBe("1 to 2");
    // "NASA" may be split from "'s": none, one, or (the bound for a word with an apostrophe) one a capital letter.
    expect(await range("NASA's")).toBe("0 to 4");
    expect(
      (
        await check(
          "change_case:capital_word_frequency",
          { capital_frequency: 2, capital_relation: "less than" },
          "U.S.A.",
        )
      ).status,
    ).toBe("undecided");
  });
});
