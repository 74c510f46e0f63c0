// Imported whole: the few macros that are needed import as constants.
#include <sodium.h>
