/** What becomes of files that a user adds: each is kept or refused by itself, and says so. */
import type { TFunction } from 'i18next';
import { type About, type AttachmentOwner, attach, ClosedError, TooLargeError } from '../../store/attachments.ts';
import { ConsentMissingError } from '../../store/repository.ts';
import { NoSpaceError } from '../../store/space.ts';
import { NoPhotoError, positionOf, scalePhoto } from './photo.ts';

/** @param keepPosition the user wants it to be known where the photo was taken */
export async function addPhoto(owner: AttachmentOwner, file: File, keepPosition: boolean): Promise<void> {
  const position = keepPosition ? await positionOf(file) : {};
  const about = { kind: 'photo', title: titleOf(file), takenAt: momentOf(file), ...position } as const;
  await attach(owner, await scalePhoto(file), about);
}

export async function addDocument(owner: AttachmentOwner, file: File): Promise<void> {
  await attach(owner, file, { kind: 'document', title: titleOf(file), takenAt: momentOf(file) });
}

export async function addPicture(owner: AttachmentOwner, picture: Blob, about: About): Promise<void> {
  await attach(owner, picture, { ...about, takenAt: new Date().toISOString() });
}

/** The field's limit. */
const MAX_TITLE = 200;
const titleOf = ({ name }: File): string => name.slice(0, MAX_TITLE);
const momentOf = ({ lastModified }: File): string => new Date(lastModified).toISOString();

/** Why a file was not kept, and what to do. */
export function notAddedText(t: TFunction, error: unknown, name: string): string {
  const why = reasonOf(error);
  if (why === 'other') console.error('attachment', error);
  return t(`attachments.notAdded.${why}`, { name: name || t('attachments.thisFile') });
}

function reasonOf(error: unknown): 'space' | 'tooLarge' | 'closed' | 'noConsent' | 'noPhoto' | 'other' {
  if (error instanceof NoSpaceError) return 'space';
  if (error instanceof TooLargeError) return 'tooLarge';
  if (error instanceof ClosedError) return 'closed';
  if (error instanceof ConsentMissingError) return 'noConsent';
  return error instanceof NoPhotoError ? 'noPhoto' : 'other';
}
