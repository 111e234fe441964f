// A page of a loaded machine may take some seconds to appear; what must be quick is measured where it matters.
jest.setTimeout(60_000);
