// Imported whole: every name that is needed comes through.
#include <qrencode.h>
