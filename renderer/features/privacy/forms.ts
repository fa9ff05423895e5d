/** The forms of personal data (domain 7), as data. */
import { type FormDefinition, plain, required, requiredWide, wide } from '../../ui/forms/definition.ts';

/** What is required must be there before the request is closed. */
export const SUBJECT_REQUEST: FormDefinition = {
  collection: 'subjectRequests',
  sections: [
    { name: 'what', fields: [required('requestKind'), required('receivedAt'), required('way'), wide('note')] },
    { name: 'answer', fields: [requiredWide('answer')] },
  ],
};

/** What is kept of a request whose person's data were erased. */
export const ERASED_REQUEST: FormDefinition = {
  collection: 'subjectRequests',
  sections: [{ name: 'what', fields: [plain('requestKind'), plain('receivedAt')] }],
};

/** Finished when the authority and the subjects were told (Pasal 46). */
export const INCIDENT: FormDefinition = {
  collection: 'incidents',
  sections: [
    {
      name: 'what',
      fields: [
        required('incidentKind'),
        plain('happenedOn'),
        required('knownAt'),
        plain('place'),
        plain('deviceName'),
        plain('encrypted'),
      ],
    },
    { name: 'data', fields: [requiredWide('dataKinds'), plain('recordsCount'), wide('subjects')] },
    { name: 'how', fields: [requiredWide('cause'), requiredWide('handling')] },
    { name: 'told', fields: [required('authorityToldAt'), required('subjectsToldAt')] },
  ],
};
