import { defineConfig } from 'prisma/config';

// `prisma generate` looks for a schema-engine binary that it does not need and would download it.
// Any existing file satisfies the check, so that installing needs the npm registry alone.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
