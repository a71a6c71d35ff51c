/** What the licence of the SRD figures asks to be shown with them; the full statements are in docs/licences/srd.md. */
import type { Edition } from "@/lib/combat/vocabulary.ts";

export interface Attribution {
  readonly text: string;
  /** What the document asks to be said wherever its own words stand. */
  readonly statement: string;
  readonly work: string;
  readonly workUrl: string;
  readonly licence: string;
  readonly licenceUrl: string;
}

const LICENCE = {
  licence: "CC BY 4.0",
  licenceUrl: "https://creativecommons.org/licenses/by/4.0/legalcode",
} as const;

/** The credit line of one edition's figures, for the foot of a stat block or page. */
export const ATTRIBUTIONS: Readonly<Record<Edition, Attribution>> = {
  "2014": {
    text:
      "Figures from the System Reference Document 5.1 by Wizards of the Coast LLC, CC BY 4.0; texts are our own.",
    statement:
      "This work includes material taken from the System Reference Document 5.1 (“SRD 5.1”) by Wizards of the Coast LLC and available at https://dnd.wizards.com/resources/systems-reference-document. The SRD 5.1 is licensed under the Creative Commons Attribution 4.0 International License available at https://creativecommons.org/licenses/by/4.0/legalcode.",
    work: "System Reference Document 5.1",
    workUrl: "https://dnd.wizards.com/resources/systems-reference-document",
    ...LICENCE,
  },
  "2024": {
    text:
      "Figures from the System Reference Document 5.2.1 by Wizards of the Coast LLC, CC BY 4.0; texts are our own.",
    statement:
      "This work includes material from the System Reference Document 5.2.1 (“SRD 5.2.1”) by Wizards of the Coast LLC, available at https://www.dndbeyond.com/srd. The SRD 5.2.1 is licensed under the Creative Commons Attribution 4.0 International License, available at https://creativecommons.org/licenses/by/4.0/legalcode.",
    work: "System Reference Document 5.2.1",
    workUrl: "https://www.dndbeyond.com/srd",
    ...LICENCE,
  },
};
