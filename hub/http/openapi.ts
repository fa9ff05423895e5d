/** The interface in OpenAPI 3.1, out of the same schemas that check it. */
import { z } from 'zod';
import {
  batchSchema,
  bundleAnswerSchema,
  devicesAnswerSchema,
  enrolAnswerSchema,
  enrolRequestSchema,
  healthSchema,
  historyAnswerSchema,
  problemSchema,
  pullAnswerSchema,
  pushAnswerSchema,
  REPORT_HEADERS,
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
      '/v1/enrol': { post: operation('Enrol a device by code or password', enrolAnswerSchema, enrolRequestSchema) },
      '/v1/devices/renew': {
        post: withToken(operation('A new id for a restored or copied device', enrolAnswerSchema, renewRequestSchema)),
      },
      '/v1/devices': { get: withToken(operation('The devices of the unit and how they are', devicesAnswerSchema)) },
      '/v1/sync/push': { post: withToken(operation('Send a batch of registers', pushAnswerSchema, batchSchema)) },
      '/v1/sync/pull': {
        get: withToken(operation('Registers that changed after a sequence number', pullAnswerSchema), [
          number('after', 'query'),
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
          [number('after', 'query')],
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

function operation(summary: string, answer: z.ZodType, request?: z.ZodType) {
  return {
    summary,
    ...(request
      ? { requestBody: { required: true, content: { 'application/json': { schema: shape(request) } } } }
      : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: shape(answer) } } },
      default: {
        description: 'Refused; see `code`',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** Under a device token, with what the device tells of itself. */
const withToken = (route: object, parameters: object[] = []) => ({
  ...route,
  parameters: [
    ...parameters,
    ...Object.values(REPORT_HEADERS).map((header) => ({ name: header, in: 'header', schema: { type: 'string' } })),
  ],
  security: [{ device: [] }],
});

function shape(schema: z.ZodType) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

const number = (title: string, where: string) => ({ name: title, in: where, schema: { type: 'integer' } });
const name = (title: string) => ({ name: title, in: 'path', required: true, schema: { type: 'string' } });
