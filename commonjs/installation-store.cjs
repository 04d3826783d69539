// For `require('lanyard/installation-store')`: Node loads the ES module itself, for nothing in it waits at the top.
module.exports = require('../dist/src/installation-store/open.js');
