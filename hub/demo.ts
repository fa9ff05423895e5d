import type { DemoLogins } from '#core/wire/protocol.ts';
import type { Store } from './store/store.ts';
export const demoLogins = (): DemoLogins => ({ users: [] });
export async function seedDemo(_store: Store): Promise<void> {}
