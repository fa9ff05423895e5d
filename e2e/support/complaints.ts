import type { Page } from '@playwright/test';

/** Collects uncaught errors and console errors, other than those of a missing network. */
export function collectComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION/.test(text)) {
      complaints.push(text);
    }
  });
}
