const vm = require("node:vm");
const { TestEnvironment } = require("jest-environment-node");

/**
 * jest's environment of Node.js with an ordinary global object. jest asks for one that hands every access to a global, such as
 * `Object`, to a proxy: a quarter of the CPU time of tests that validate and synthesize settings.
 *
 * @see https://nodejs.org/api/vm.html#vmcreatecontextcontextobject-options on DONT_CONTEXTIFY
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
};
