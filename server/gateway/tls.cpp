// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <cerrno>
#include <string_view>

#include "gateway/corked.hpp"

namespace holdfast::gateway {

namespace {

constexpr const char* kTls12Suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr std::string_view kHttp11{"\x08http/1.1"};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                    unsigned int in_size, void*) {
  unsigned char* chosen = nullptr;
  const auto* ours = reinterpret_cast<const unsigned char*>(kHttp11.data());
  const int result =
      SSL_select_next_proto(&chosen, out_size, ours, static_cast<unsigned int>(kHttp11.size()), in, in_size);
  *out = chosen;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

TlsContext make_tls_context(const std::string& certificate_file, const std::string& key_file,
                            std::string& why) {
  ERR_clear_error();
  TlsContext context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (!context) {
    why = "TLS: no memory for a context";
    return nullptr;
  }
  SSL_CTX* const c = context.get();
  SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
  // The WebSocket close tells truncation, so an end of file without close_notify is an end of file.
  SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
                             SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                             SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(c, 0);
  SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(c, 1);
  SSL_CTX_set_alpn_select_cb(c, choose_protocol, nullptr);
  if (SSL_CTX_set_cipher_list(c, kTls12Suites) != 1 || SSL_CTX_set1_groups_list(c, kGroups) != 1) {
    why = "TLS: this OpenSSL lacks the suites or groups asked for";
    return nullptr;
  }
  if (SSL_CTX_use_certificate_chain_file(c, certificate_file.c_str()) != 1) {
    why = "TLS: cannot read a PEM certificate chain from " + certificate_file;
    return nullptr;
  }
  if (SSL_CTX_use_PrivateKey_file(c, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(c) != 1) {
    why = "TLS: cannot read the private key of that certificate from " + key_file;
    return nullptr;
  }
  ERR_clear_error();
  return context;
}

SslPtr make_ssl(SSL_CTX& context) {
  return SslPtr{SSL_new(&context)};
}

/// The one place where OpenSSL meets a Corked connection's inside.
struct LeanBio {
  static Corked& of(BIO* bio) { return *static_cast<Corked*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* data, int size) {
    Corked& stream = of(bio);
    BIO_clear_retry_flags(bio);
    while (!stream.drained_ && !stream.eof_ && !stream.failed_) {
      const ssize_t n =
          ::recv(stream.socket_.native_handle(), data, static_cast<std::size_t>(size), MSG_DONTWAIT);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0 && errno != EAGAIN) return -1;
      stream.eof_ = n == 0;
      stream.drained_ = n < size;  // the next recv would only say EAGAIN
      if (n < 0) break;
      return static_cast<int>(n);
    }
    if (stream.failed_) return -1;
    if (stream.eof_) return 0;
    BIO_set_retry_read(bio);
    return -1;
  }

  static int write(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    of(bio).sealed_out().append(data, static_cast<std::size_t>(size));
    return size;
  }

  static long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return of(bio).eof_ ? 1 : 0;
    return 0;
  }

  static BIO_METHOD* method() {
    static BIO_METHOD* const made = [] {
      BIO_METHOD* const m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "holdfast");
      BIO_meth_set_read(m, read);
      BIO_meth_set_write(m, write);
      BIO_meth_set_ctrl(m, control);
      return m;
    }();
    return made;
  }
};

void attach_lean_bio(SSL& ssl, Corked& stream) {
  BIO* const bio = BIO_new(LeanBio::method());
  BIO_set_data(bio, &stream);
  BIO_set_init(bio, 1);
  SSL_set_bio(&ssl, bio, bio);
  SSL_set_accept_state(&ssl);
}

}  // namespace holdfast::gateway
