// libcrypto for Swift: EVP only.
#pragma once
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

// Parameters are built here: the C string of a Swift literal need not outlive the call.

// A MAC over one message: `digest` names the hash of HMAC, else NULL; `size` is the wanted length,
// 0 for the algorithm's own. Returns 1 and the length in `*written`.
static inline int CCrypto_mac(
    const char *algorithm, const char *digest, const void *key, size_t key_length,
    const void *message, size_t message_length, size_t size, unsigned char *out,
    size_t out_length, size_t *written) {
  EVP_MAC *mac = EVP_MAC_fetch(NULL, algorithm, NULL);
  EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
  OSSL_PARAM parameters[3];
  int count = 0;
  if (digest)
    parameters[count++] =
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0);
  if (size > 0) parameters[count++] = OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size);
  parameters[count] = OSSL_PARAM_construct_end();
  int done = context && EVP_MAC_init(context, key, key_length, parameters) == 1 &&
             EVP_MAC_update(context, message, message_length) == 1 &&
             EVP_MAC_final(context, out, written, out_length) == 1;
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  return done;
}

// HKDF as RFC 5869: extract and expand.
static inline int CCrypto_hkdf(
    const char *digest, const void *key, size_t key_length, const void *salt, size_t salt_length,
    const void *info, size_t info_length, unsigned char *out, size_t out_length) {
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
  OSSL_PARAM parameters[5];
  parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)digest, 0);
  parameters[1] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_length);
  parameters[2] =
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length);
  parameters[3] =
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length);
  parameters[4] = OSSL_PARAM_construct_end();
  int done = context && EVP_KDF_derive(context, out, out_length, parameters) == 1;
  EVP_KDF_CTX_free(context);
  EVP_KDF_free(kdf);
  return done;
}
