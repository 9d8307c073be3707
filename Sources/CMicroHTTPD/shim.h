// libmicrohttpd for Swift: the public header, and one shim per C signature that Swift cannot call.
#pragma once
#include <microhttpd.h>

typedef void *(*CMicroHTTPD_TargetCallback)(void *, const char *, struct MHD_Connection *);
typedef size_t (*CMicroHTTPD_UnescapeCallback)(void *, struct MHD_Connection *, char *);

static inline struct MHD_Daemon *CMicroHTTPD_start(
    unsigned int flags, void *cls, MHD_AccessHandlerCallback access,
    CMicroHTTPD_TargetCallback target, CMicroHTTPD_UnescapeCallback unescape,
    MHD_RequestCompletedCallback completed, int listenSocket, unsigned int connectionLimit,
    unsigned int timeoutSeconds, size_t connectionMemory, unsigned int threads) {
  return MHD_start_daemon(
      flags, 0, (MHD_AcceptPolicyCallback)0, (void *)0, access, cls,
      MHD_OPTION_LISTEN_SOCKET, listenSocket, MHD_OPTION_URI_LOG_CALLBACK, target, cls,
      MHD_OPTION_UNESCAPE_CALLBACK, unescape, cls, MHD_OPTION_NOTIFY_COMPLETED, completed, cls,
      MHD_OPTION_CONNECTION_LIMIT, connectionLimit, MHD_OPTION_CONNECTION_TIMEOUT, timeoutSeconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionMemory,
      threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, MHD_OPTION_END);
}
static inline const struct sockaddr *CMicroHTTPD_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : (const struct sockaddr *)0;
}
static inline int CMicroHTTPD_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}
