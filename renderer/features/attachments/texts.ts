import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import type { HeldAttachment } from '../../store/queries.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';

/** Where a file is: only on this laptop, here and at the hub, at the hub alone, or with its author. */
export function stateOf({ isHere, values }: HeldAttachment): 'here' | 'both' | 'hub' | 'away' {
  if (isHere) return values.receivedAt ? 'both' : 'here';
  return values.receivedAt ? 'hub' : 'away';
}

/** Can a window show it? Whatever else a picture may be in stays a document. */
export const isPicture = ({ mediaType }: Values<'attachments'>): boolean =>
  ['image/jpeg', 'image/png', 'image/webp', 'image/gif'].includes(mediaType ?? '');

/** What an attachment is called: by its author, by who signed, or by what it is and when it was made. */
export function useTitle(): (values: Values<'attachments'>) => string {
  const { t } = useTranslation();
  const { value, moment } = useFieldTexts();
  return ({ title, signer, kind, takenAt, createdAt }) => {
    if (title || signer) return (title || signer) as string;
    const when = takenAt ?? createdAt;
    return t('attachments.kindOn', {
      kind: value('attachments', 'kind', kind ?? 'document'),
      when: when ? moment(Date.parse(when)) : '',
    });
  };
}
