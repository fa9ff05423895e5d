/** The interface in OpenAPI 3.1, out of the same schemas that check it. */
import { z } from 'zod';
import { MAX_FILE_BYTES } from '#core/model/attachments.ts';
import {
  ATTACHMENTS_PATH,
  batchSchema,
  bundleAnswerSchema,
  devicesAnswerSchema,
  enrolAnswerSchema,
  enrolRequestSchema,
  healthSchema,
  historyAnswerSchema,
  nationalAnswerSchema,
  problemSchema,
  pullAnswerSchema,
  pushAnswerSchema,
  REPORT_HEADER,
  recoveryAnswerSchema,
  recoverySchema,
  renewRequestSchema,
} from '#core/wire/protocol.ts';

const clockSchema = z.object({ now: z.iso.datetime() });

export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Pendamping hub', version },
    components: {
      securitySchemes: { device: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: shape(problemSchema) },
    },
    paths: {
      '/health': { get: operation('Is the hub there, and of which version', healthSchema) },
      '/v1/clock': { get: operation('The time of the hub', clockSchema) },
      '/v1/updates/{platform}': { get: updateFile('The start of an update of the desktop app: who looks for one') },
      '/v1/updates/{platform}/file': { get: updateFile('An update of the desktop app, signed by the project') },
      '/v1/enrol': { post: operation('Enrol a device by code or password', enrolAnswerSchema, enrolRequestSchema) },
      '/v1/devices/renew': {
        post: withToken(operation('A new id for a restored or copied device', enrolAnswerSchema, renewRequestSchema)),
      },
      '/v1/devices': { get: withToken(operation('The devices of the unit and how they are', devicesAnswerSchema)) },
      '/v1/devices/recovery': {
        post: withToken(operation('Keep what recovers this device', recoveryAnswerSchema, recoverySchema)),
      },
      '/v1/devices/{id}/recovery': {
        get: withToken(operation('What recovers a device of the unit', recoveryAnswerSchema), [name('id')]),
      },
      '/v1/national': {
        get: withToken(operation('Figures of all units of the hub in a year', nationalAnswerSchema), [
          number('year', 'query'),
        ]),
      },
      '/v1/sync/push': { post: withToken(operation('Send a batch of registers', pushAnswerSchema, batchSchema)) },
      '/v1/sync/pull': {
        get: withToken(operation('Registers that changed after a sequence number', pullAnswerSchema), [
          number('after', 'query'),
          number('since', 'query'),
          number('to', 'query'),
          number('limit', 'query'),
          number('bytes', 'query'),
        ]),
      },
      '/v1/sync/bundle': {
        post: withToken({
          ...operation('Hand over a bundle that a stick brought', bundleAnswerSchema),
          requestBody: FILE,
        }),
        get: withToken(
          {
            ...operation('What changed, as a bundle', z.any()),
            responses: { 200: { description: 'Done', content: FILE.content } },
          },
          [number('after', 'query'), number('files', 'query')],
        ),
      },
      [ATTACHMENTS_PATH]: {
        post: withToken(upload('Begin to upload a file that a record names, or ask how far it is (tus 1.0)', 201), [
          TUS,
          { ...inHeader('Upload-Length'), schema: { type: 'integer', maximum: MAX_FILE_BYTES } },
          { ...inHeader('Upload-Metadata'), description: '`hash <base64>`: the SHA-256 of the file, hex' },
        ]),
      },
      [`${ATTACHMENTS_PATH}/{hash}`]: {
        head: withToken(upload('How far the upload is (with Tus-Resumable), or how large the file', 200), [
          name('hash'),
          { ...TUS, required: false },
        ]),
        patch: withToken(
          {
            ...upload('More of a file', 204),
            requestBody: { required: true, content: { 'application/offset+octet-stream': {} } },
          },
          [name('hash'), TUS, inHeader('Upload-Offset')],
        ),
        get: withToken(
          {
            ...operation('A file, as it was encrypted', z.any()),
            responses: {
              200: { description: 'The whole file', content: FILE.content },
              206: { description: 'The range that was asked for', content: FILE.content },
              default: REFUSED,
            },
          },
          [name('hash'), { ...inHeader('Range'), required: false }],
        ),
      },
      '/v1/history/{collection}/{id}': {
        get: withToken(operation('The accepted changes of one record', historyAnswerSchema), [
          name('collection'),
          name('id'),
        ]),
      },
    },
  };
}

const FILE = { required: true, content: { 'application/octet-stream': {} } };

const updateFile = (summary: string) => ({
  summary,
  parameters: [{ name: 'platform', in: 'path', required: true, schema: { type: 'string' } }],
  responses: { 200: { description: 'Done', content: FILE.content }, default: REFUSED },
});

const REFUSED = {
  description: 'Refused; see `code`',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operation(summary: string, answer: z.ZodType, request?: z.ZodType) {
  return {
    summary,
    ...(request
      ? { requestBody: { required: true, content: { 'application/json': { schema: shape(request) } } } }
      : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: shape(answer) } } },
      default: REFUSED,
    },
  };
}

const inHeader = (title: string) => ({ name: title, in: 'header', required: true, schema: { type: 'string' } });
const TUS = { ...inHeader('Tus-Resumable'), schema: { const: '1.0.0' } };
const upload = (summary: string, status: number) => ({
  summary,
  responses: {
    [status]: { description: 'Done; `Upload-Offset` says how much has come' },
    default: REFUSED,
  },
});

/** Under a device token, with what the device tells of itself. */
const withToken = (route: object, parameters: object[] = []) => ({
  ...route,
  parameters: [...parameters, { name: REPORT_HEADER, in: 'header', schema: { type: 'string' } }],
  security: [{ device: [] }],
});

function shape(schema: z.ZodType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

const number = (title: string, where: string) => ({ name: title, in: where, schema: { type: 'integer' } });
const name = (title: string) => ({ name: title, in: 'path', required: true, schema: { type: 'string' } });
