import { remove, restore } from '../../store/repository.ts';
import { showRemoved } from '../../ui/removed.tsx';

/** Removes at once and offers the way back, instead of asking before each time. */
export async function removeFollowUp(id: string): Promise<void> {
  await remove('followUps', id);
  showRemoved(`removed-${id}`, 'followUps.removed', () => restore('followUps', id));
}
