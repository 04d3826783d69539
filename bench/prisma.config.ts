import { defineConfig } from 'prisma/config';

// As in the root's: generating needs no engine, and must not download one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
