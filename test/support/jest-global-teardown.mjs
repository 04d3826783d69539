export default async function tearDown() {
  await globalThis.lanyardTestDatabases?.stop();
}
