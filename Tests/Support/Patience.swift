/// How long a test waits for what has to come, in seconds: only a failure takes that long, and a thousand
/// other tests may run on the same processors.
package let patience = 60
