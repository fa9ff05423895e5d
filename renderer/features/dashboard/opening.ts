import { createContext, useContext } from 'react';

/** A number whose records are shown. */
export interface Opened {
  /** See `Dashboard.behind`. */
  name: string;
  title: string;
}

/** Opens the records behind a number. */
export const OpenContext = createContext<(opened: Opened) => void>(() => {});
export const useOpen = () => useContext(OpenContext);
