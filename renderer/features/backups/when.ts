/** A moment as this laptop's clock shows it: where nobody knows of a unit and its time zone yet. @param iso */
export const whenText = (iso: string, language: string): string =>
  Number.isNaN(Date.parse(iso))
    ? iso
    : new Date(iso).toLocaleString(language === 'en' ? 'en-GB' : 'id-ID', { dateStyle: 'long', timeStyle: 'short' });
