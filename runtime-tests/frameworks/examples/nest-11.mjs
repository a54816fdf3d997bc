/** @type {import('../examples.mjs').Description} */
export default {
  framework: '@nestjs/core',
  variants: [
    {
      name: 'on Fastify',
      edits: {
        'src/main.ts': [
          [
            "import { NestFactory } from '@nestjs/core'\n",
            "import { NestFactory } from '@nestjs/core'\nimport { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'\n",
          ],
          [
            'NestFactory.create(AppModule, { rawBody: true })',
            'NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { rawBody: true })',
          ],
        ],
        'src/notifications.controller.ts': [
          [
            "import type { Request, Response } from 'express'",
            "import type { FastifyReply, FastifyRequest } from 'fastify'",
          ],
          [
            '@Req() request: Request, @Res() response: Response',
            '@Req() request: FastifyRequest, @Res() reply: FastifyReply',
          ],
          [
            '    return this.handle(request, response)',
            '    reply.hijack()\n    return this.handle(request, reply.raw)',
          ],
        ],
      },
    },
  ],
  mistakes: [
    {
      name: 'missing rawBody: true',
      edits: { 'src/main.ts': [['(AppModule, { rawBody: true })', '(AppModule)']] },
      remedy: /body was read before this handler.*NestFactory\.create\(Module, \{ rawBody: true \}\)/,
    },
  ],
}
