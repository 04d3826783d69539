import store = require('../dist/src/installation-store/open.js');
export = store;
