// The package brings no types. Only what is used here.
declare module 'fs-native-extensions' {
  const locks: {
    /** Tries to lock a range of bytes of an open file against every other opening of it, in any process. */
    tryLock(fd: number, offset: number, length: number): boolean;
  };
  export default locks;
}
