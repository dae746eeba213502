// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "vault/aead.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <memory>
#include <span>
#include <stdexcept>

#include "base/random.hpp"

namespace holdfast::vault {

namespace {

struct FreeCipherContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};

// Without the cipher nothing may be stored: a broken installation, not a refusal.
void must(bool good) {
  if (!good) throw std::runtime_error{"the cryptographic library refused an operation"};
}

// Fetched once: OpenSSL 3 looks algorithms up by name on every implicit fetch.
const EVP_CIPHER* aes() {
  static const std::unique_ptr<EVP_CIPHER, FreeCipher> cipher{
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
  must(cipher != nullptr);
  return cipher.get();
}

EVP_CIPHER_CTX* context() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeCipherContext> own{EVP_CIPHER_CTX_new()};
  must(own != nullptr);
  return own.get();
}

// The context keeps the expanded key; it is cleared when a call ends.
struct Cleared {
  ~Cleared() { EVP_CIPHER_CTX_reset(used); }
  EVP_CIPHER_CTX* used;
};

unsigned char* bytes(char* text) {
  return reinterpret_cast<unsigned char*>(text);
}
const unsigned char* bytes(const char* text) {
  return reinterpret_cast<const unsigned char*>(text);
}
int length(std::string_view text) {
  must(text.size() <= 16U * 1024 * 1024);
  return static_cast<int>(text.size());
}

}  // namespace

std::string seal_aead(std::string_view key, std::string_view bound, std::string_view plain) {
  must(key.size() == kKeyBytes);
  std::string out = random_bytes(kNonceBytes);
  out.resize(kNonceBytes + plain.size() + kTagBytes);
  EVP_CIPHER_CTX* const c = context();
  const Cleared cleared{c};
  int wrote = 0;
  char* const body = out.data() + kNonceBytes;
  must(EVP_EncryptInit_ex2(c, aes(), bytes(key.data()), bytes(out.data()), nullptr) == 1);
  must(EVP_EncryptUpdate(c, nullptr, &wrote, bytes(bound.data()), length(bound)) == 1);
  must(EVP_EncryptUpdate(c, bytes(body), &wrote, bytes(plain.data()), length(plain)) == 1);
  must(EVP_EncryptFinal_ex(c, bytes(body) + wrote, &wrote) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, kTagBytes, body + plain.size()) == 1);
  return out;
}

std::optional<std::string> open_aead(std::string_view key, std::string_view bound, std::string_view sealed) {
  must(key.size() == kKeyBytes);
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view body = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag{sealed.substr(sealed.size() - kTagBytes)};
  std::string plain(body.size(), '\0');
  EVP_CIPHER_CTX* const c = context();
  const Cleared cleared{c};
  int wrote = 0;
  must(EVP_DecryptInit_ex2(c, aes(), bytes(key.data()), bytes(nonce.data()), nullptr) == 1);
  must(EVP_DecryptUpdate(c, nullptr, &wrote, bytes(bound.data()), length(bound)) == 1);
  must(EVP_DecryptUpdate(c, bytes(plain.data()), &wrote, bytes(body.data()), length(body)) == 1);
  must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(c, bytes(plain.data()) + wrote, &wrote) != 1) {
    wipe(plain);  // unauthenticated bytes are nobody's to see
    return std::nullopt;
  }
  return plain;
}

std::string derive(std::string_view key, std::string_view purpose) {
  struct FreeKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
  };
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
  must(kdf != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context{EVP_KDF_CTX_new(kdf.get())};
  must(context != nullptr);
  std::string digest = "SHA256";
  std::string secret{key};
  std::string info{purpose};
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end(),
  };
  std::string out(kKeyBytes, '\0');
  const bool good = EVP_KDF_derive(context.get(), bytes(out.data()), out.size(), params) == 1;
  wipe(secret);
  must(good);
  return out;
}

std::string mac(std::string_view key, std::string_view text) {
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, bytes(text.data()), text.size());
  crypto_auth_hmacsha256_final(&state, bytes(out.data()));
  sodium_memzero(&state, sizeof state);
  return out;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  fill_random(std::as_writable_bytes(std::span{out.data(), out.size()}));
  return out;
}

void wipe(std::string& secret) noexcept {
  sodium_memzero(secret.data(), secret.size());
}

void append_u64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xFFU));
}

}  // namespace holdfast::vault
