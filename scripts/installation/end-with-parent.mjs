// Loaded into every program the starter starts: when the starter is gone, whatever killed it, the program goes too.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, 500).unref();
