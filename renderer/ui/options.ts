/** A choice with its text in both languages, as reference data has it. */
export interface Option {
  code: string | number;
  id: string;
  en: string;
}

export const optionLabel = (option: Option, language: string): string => (language === 'en' ? option.en : option.id);

/** The text of a stored code; the code itself when this version does not know it. */
export function labelOf(options: readonly Option[], code: unknown, language: string): string {
  const option = options.find((candidate) => candidate.code === code);
  return option ? optionLabel(option, language) : String(code ?? '');
}
