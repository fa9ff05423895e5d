/** The demo unit: a hub with invented records, and a laptop on which one of its people works. */
import type { Page } from '@playwright/test';
import { enrolAsDemo, expectAllSent } from './app.ts';
import { type Hub, startHub } from './hub.ts';
import { type Laptop, type LaptopOptions, openLaptop } from './laptop.ts';

export interface Demo {
  hub: Hub;
  laptop: Laptop;
  dispose(): Promise<void>;
}

/** The coordinator's laptop, with all that the hub has. */
export async function openDemo(): Promise<Demo> {
  const hub = await startHub({ demo: true });
  const laptop = await openDemoLaptop(hub, 'Ningsih');
  return {
    hub,
    laptop,
    async dispose() {
      await laptop.dispose();
      await hub.dispose();
    },
  };
}

/** One more laptop of the demo unit. */
export async function openDemoLaptop(hub: Hub, person: string, options?: LaptopOptions): Promise<Laptop> {
  const laptop = await openLaptop(hub.url, options);
  await enrolAsDemo(laptop.page, person);
  await expectAllSent(laptop.page);
  return laptop;
}

export const menu = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
