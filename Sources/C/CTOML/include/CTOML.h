#ifdef __cplusplus
extern "C" {
#endif
int toml_placeholder(void);
#ifdef __cplusplus
}
#endif
