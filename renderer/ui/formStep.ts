/** The step of a client's registration in which a field is filled in (features/registration/steps). */
import type { ClientCollection } from '#core/model/collections.ts';

const STEPS: Record<ClientCollection, Record<string, RegExp>> = {
  businesses: {
    owner: /^owner/,
    legality: /^(nib|npwp|kbli|pirt|halal|bpom|sni|ipr|otherPermits)$/,
    operation:
      /^(startedOn|placeStatus|cluster|cooperativeMember|address|latitude|longitude|workers\w+|trainings|product\d\w+|capacity\w+|rawMaterials|equipment)$/,
    market: /^(marketReach|brand|previouslyMentored|salesChannels|digitalPlatforms|aidPrograms)$/,
    problems: /^problem\d$/,
  },
  cooperatives: {
    board: /^(chair|secretary|treasurer|supervisors|manager|phone|email|address)$/,
    legality: /^(nikKoperasi|nikCertificate|nikCertificateOn|nib|npwp|previouslyMentored|aidPrograms)$/,
    problems: /^problem\d$/,
  },
};

/** `basic`, the first step, for every other field. */
export function stepOfField(collection: ClientCollection, field: string): string {
  return Object.entries(STEPS[collection]).find(([, fields]) => fields.test(field))?.[0] ?? 'basic';
}
