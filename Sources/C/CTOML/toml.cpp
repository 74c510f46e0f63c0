#include "CTOML.h"
int toml_placeholder(void){return 0;}
