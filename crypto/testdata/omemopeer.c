/*
 * One OMEMO device on libomemo-c, legacy protocol (version 3), for tests against another implementation.
 *
 * Reads one command a line on standard input and answers each with one line on standard output, "ok ..." or
 * "error NUMBER". Bytes are hexadecimal.
 *
 *   bundle                              ok DEVICE IDENTITY SIGNEDID SIGNED SIGNATURE (ID KEY)...
 *   know DEVICE IDENTITY SIGNEDID SIGNED SIGNATURE ID KEY
 *                                       take note of the other side's bundle, as a client does that saw it published
 *   begin DEVICE IDENTITY SIGNEDID SIGNED SIGNATURE ID KEY
 *                                       build a session from the other side's bundle; an old one is archived
 *   encrypt KEY                         ok PREKEY DATA, PREKEY 1 for a prekey message
 *   decrypt PREKEY DATA                 ok KEY
 *   slot N                              use session slot N (0 to 3) from now on; an empty slot has no session
 *   bench COUNT                         ok NAME OPERATIONS-A-SECOND ...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <omemo/curve.h>
#include <omemo/key_helper.h>
#include <omemo/protocol.h>
#include <omemo/session_builder.h>
#include <omemo/session_cipher.h>
#include <omemo/session_pre_key.h>
#include <omemo/signal_protocol.h>

enum { VERSION = 3, PREKEYS = 100, SLOTS = 4, SIGNED_ID = 1 };

/* ---- cryptography for the library, by OpenSSL ---- */

static int random_bytes(uint8_t *data, size_t len, void *user)
{
	return RAND_bytes(data, (int)len) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static int mac_init(void **context, const uint8_t *key, size_t len, void *user)
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string("digest", "SHA256", 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *c = EVP_MAC_CTX_new(mac);

	EVP_MAC_free(mac);
	*context = c;
	return EVP_MAC_init(c, key, len, params) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static int mac_update(void *context, const uint8_t *data, size_t len, void *user)
{
	return EVP_MAC_update(context, data, len) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static int mac_final(void *context, signal_buffer **out, void *user)
{
	uint8_t sum[32];
	size_t len = 0;

	if (EVP_MAC_final(context, sum, &len, sizeof sum) != 1)
		return SG_ERR_UNKNOWN;
	*out = signal_buffer_create(sum, len);
	return 0;
}

static void mac_free(void *context, void *user)
{
	EVP_MAC_CTX_free(context);
}

static int hash_init(void **context, void *user)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	*context = c;
	return EVP_DigestInit_ex(c, EVP_sha512(), NULL) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static int hash_update(void *context, const uint8_t *data, size_t len, void *user)
{
	return EVP_DigestUpdate(context, data, len) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static int hash_final(void *context, signal_buffer **out, void *user)
{
	uint8_t sum[64];
	unsigned len = 0;

	if (EVP_DigestFinal_ex(context, sum, &len) != 1)
		return SG_ERR_UNKNOWN;
	*out = signal_buffer_create(sum, len);
	return EVP_DigestInit_ex(context, EVP_sha512(), NULL) == 1 ? 0 : SG_ERR_UNKNOWN;
}

static void hash_free(void *context, void *user)
{
	EVP_MD_CTX_free(context);
}

static int crypt_cbc(int encrypting, signal_buffer **out, int cipher, const uint8_t *key, size_t keylen,
		     const uint8_t *iv, const uint8_t *in, size_t len)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	uint8_t *buffer = malloc(len + 32);
	int first = 0, last = 0, good;

	good = cipher == SG_CIPHER_AES_CBC_PKCS5 && keylen == 32
	    && EVP_CipherInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv, encrypting) == 1
	    && EVP_CipherUpdate(c, buffer, &first, in, (int)len) == 1
	    && EVP_CipherFinal_ex(c, buffer + first, &last) == 1;
	if (good)
		*out = signal_buffer_create(buffer, (size_t)(first + last));
	EVP_CIPHER_CTX_free(c);
	free(buffer);
	return good ? 0 : SG_ERR_UNKNOWN;
}

static int encrypt_cbc(signal_buffer **out, int cipher, const uint8_t *key, size_t keylen, const uint8_t *iv,
		       size_t ivlen, const uint8_t *in, size_t len, void *user)
{
	return crypt_cbc(1, out, cipher, key, keylen, iv, in, len);
}

static int decrypt_cbc(signal_buffer **out, int cipher, const uint8_t *key, size_t keylen, const uint8_t *iv,
		       size_t ivlen, const uint8_t *in, size_t len, void *user)
{
	return crypt_cbc(0, out, cipher, key, keylen, iv, in, len);
}

/* ---- stores in memory ---- */

struct blob {
	uint8_t *data;
	size_t len;
};

struct device {
	signal_context *context;
	signal_protocol_store_context *stores;
	ratchet_identity_key_pair *identity;
	uint32_t id;
	struct blob prekeys[PREKEYS + 1];
	ec_public_key *public[PREKEYS + 1];
	struct blob signed_blob;
	session_signed_pre_key *signed_key;
	struct blob sessions[SLOTS];
	struct blob peer;
	int slot;
};

static void keep(struct blob *b, const uint8_t *data, size_t len)
{
	free(b->data);
	b->data = malloc(len + 1);
	memcpy(b->data, data, len);
	b->len = len;
}

static void drop(struct blob *b)
{
	free(b->data);
	b->data = NULL;
}

static signal_buffer *copy_of(const struct blob *b)
{
	return signal_buffer_create(b->data, b->len);
}

static int session_load(signal_buffer **record, signal_buffer **user_record, const signal_protocol_address *a, void *user)
{
	struct device *d = user;

	if (!d->sessions[d->slot].data)
		return 0;
	*record = copy_of(&d->sessions[d->slot]);
	return 1;
}

static int session_devices(signal_int_list **list, const char *name, size_t len, void *user)
{
	return 0;
}

static int session_store(const signal_protocol_address *a, uint8_t *record, size_t len, uint8_t *user_record,
			 size_t user_len, void *user)
{
	struct device *d = user;

	keep(&d->sessions[d->slot], record, len);
	return 0;
}

static int session_contains(const signal_protocol_address *a, void *user)
{
	struct device *d = user;

	return d->sessions[d->slot].data != NULL;
}

static int session_delete(const signal_protocol_address *a, void *user)
{
	struct device *d = user;

	drop(&d->sessions[d->slot]);
	return 1;
}

static int session_delete_all(const char *name, size_t len, void *user)
{
	return session_delete(NULL, user);
}

static int prekey_load(signal_buffer **record, uint32_t id, void *user)
{
	struct device *d = user;

	if (id > PREKEYS || !d->prekeys[id].data)
		return SG_ERR_INVALID_KEY_ID;
	*record = copy_of(&d->prekeys[id]);
	return SG_SUCCESS;
}

static int prekey_store(uint32_t id, uint8_t *record, size_t len, void *user)
{
	keep(&((struct device *)user)->prekeys[id], record, len);
	return 0;
}

static int prekey_contains(uint32_t id, void *user)
{
	return id <= PREKEYS && ((struct device *)user)->prekeys[id].data != NULL;
}

static int prekey_remove(uint32_t id, void *user)
{
	if (id <= PREKEYS)
		drop(&((struct device *)user)->prekeys[id]);
	return 0;
}

static int signed_load(signal_buffer **record, uint32_t id, void *user)
{
	if (id != SIGNED_ID)
		return SG_ERR_INVALID_KEY_ID;
	*record = copy_of(&((struct device *)user)->signed_blob);
	return SG_SUCCESS;
}

static int signed_store(uint32_t id, uint8_t *record, size_t len, void *user)
{
	keep(&((struct device *)user)->signed_blob, record, len);
	return 0;
}

static int signed_contains(uint32_t id, void *user)
{
	return id == SIGNED_ID;
}

static int signed_remove(uint32_t id, void *user)
{
	return 0;
}

static int identity_pair(signal_buffer **public, signal_buffer **private, void *user)
{
	struct device *d = user;

	ec_public_key_serialize(public, ratchet_identity_key_pair_get_public(d->identity));
	ec_private_key_serialize(private, ratchet_identity_key_pair_get_private(d->identity));
	return 0;
}

static int identity_registration(void *user, uint32_t *id)
{
	*id = ((struct device *)user)->id;
	return 0;
}

static int identity_save(const signal_protocol_address *a, uint8_t *key, size_t len, void *user)
{
	keep(&((struct device *)user)->peer, key, len);
	return 0;
}

static int identity_trusted(const signal_protocol_address *a, uint8_t *key, size_t len, void *user)
{
	struct blob *b = &((struct device *)user)->peer;

	return !b->data || (b->len == len && !memcmp(b->data, key, len));
}

static void no_log(int level, const char *message, size_t len, void *user)
{
}

static struct device *new_device(void)
{
	struct device *d = calloc(1, sizeof *d);
	signal_crypto_provider provider = {
		random_bytes, mac_init, mac_update, mac_final, mac_free, hash_init, hash_update, hash_final, hash_free,
		encrypt_cbc, decrypt_cbc, NULL,
	};
	signal_protocol_session_store sessions = {
		session_load, session_devices, session_store, session_contains, session_delete, session_delete_all, NULL, d,
	};
	signal_protocol_pre_key_store prekeys = {prekey_load, prekey_store, prekey_contains, prekey_remove, NULL, d};
	signal_protocol_signed_pre_key_store signeds = {signed_load, signed_store, signed_contains, signed_remove, NULL, d};
	signal_protocol_identity_key_store identities = {
		identity_pair, identity_registration, identity_save, identity_trusted, NULL, d,
	};
	signal_protocol_key_helper_pre_key_list_node *head = NULL, *node;

	signal_context_create(&d->context, d);
	signal_context_set_crypto_provider(d->context, &provider);
	signal_context_set_log_function(d->context, no_log);
	signal_protocol_store_context_create(&d->stores, d->context);
	signal_protocol_store_context_set_session_store(d->stores, &sessions);
	signal_protocol_store_context_set_pre_key_store(d->stores, &prekeys);
	signal_protocol_store_context_set_signed_pre_key_store(d->stores, &signeds);
	signal_protocol_store_context_set_identity_key_store(d->stores, &identities);

	signal_protocol_key_helper_generate_identity_key_pair(&d->identity, d->context);
	do
		signal_protocol_key_helper_generate_registration_id(&d->id, 1, d->context);
	while (!d->id);
	signal_protocol_key_helper_generate_pre_keys(&head, 1, PREKEYS, d->context);
	for (node = head; node; node = signal_protocol_key_helper_key_list_next(node)) {
		session_pre_key *k = signal_protocol_key_helper_key_list_element(node);
		ec_public_key *p = ec_key_pair_get_public(session_pre_key_get_key_pair(k));

		signal_protocol_pre_key_store_key(d->stores, k);
		SIGNAL_REF(p);
		d->public[session_pre_key_get_id(k)] = p;
	}
	signal_protocol_key_helper_key_list_free(head);
	signal_protocol_key_helper_generate_signed_pre_key(&d->signed_key, d->identity, SIGNED_ID, 1, d->context);
	signal_protocol_signed_pre_key_store_key(d->stores, d->signed_key);
	return d;
}

/* ---- text ---- */

static void print_bytes(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		printf("%02x", data[i]);
}

static void print_buffer(signal_buffer *b)
{
	print_bytes(signal_buffer_data(b), signal_buffer_len(b));
	signal_buffer_free(b);
}

static void print_key(const ec_public_key *key)
{
	signal_buffer *b = NULL;

	ec_public_key_serialize(&b, key);
	print_buffer(b);
}

static uint8_t *read_bytes(const char *text, size_t *len)
{
	uint8_t *data;

	*len = strlen(text) / 2;
	data = malloc(*len + 1);
	for (size_t i = 0; i < *len; i++) {
		unsigned byte = 0;

		sscanf(text + 2 * i, "%2x", &byte);
		data[i] = (uint8_t)byte;
	}
	return data;
}

static ec_public_key *read_key(struct device *d, const char *text)
{
	size_t len;
	uint8_t *data = read_bytes(text, &len);
	ec_public_key *key = NULL;

	if (curve_decode_point(&key, data, len, d->context) < 0)
		key = NULL;
	free(data);
	return key;
}

/* ---- what the commands do ---- */

static const signal_protocol_address other = {"peer", 4, 1};

static int begin(struct device *d, uint32_t id, ec_public_key *identity, uint32_t signed_id, ec_public_key *signed_key,
		 const uint8_t *signature, size_t signature_len, uint32_t prekey_id, ec_public_key *prekey)
{
	session_pre_key_bundle *bundle = NULL;
	session_builder *builder = NULL;
	int result;

	result = session_pre_key_bundle_create(&bundle, id, 1, prekey_id, prekey, signed_id, signed_key, signature,
					       signature_len, identity);
	if (result < 0)
		return result;
	session_builder_create(&builder, d->stores, &other, d->context);
	session_builder_set_version(builder, VERSION);
	result = session_builder_process_pre_key_bundle(builder, bundle);
	session_builder_free(builder);
	SIGNAL_UNREF(bundle);
	return result;
}

static session_cipher *new_cipher(struct device *d)
{
	session_cipher *cipher = NULL;

	session_cipher_create(&cipher, d->stores, &other, d->context);
	session_cipher_set_version(cipher, VERSION);
	return cipher;
}

static int encrypt(struct device *d, const uint8_t *key, size_t len, int *prekey, signal_buffer **out)
{
	session_cipher *cipher = new_cipher(d);
	ciphertext_message *message = NULL;
	int result = session_cipher_encrypt(cipher, key, len, &message);

	if (result >= 0) {
		*prekey = ciphertext_message_get_type(message) == CIPHERTEXT_PREKEY_TYPE;
		*out = signal_buffer_copy(ciphertext_message_get_serialized(message));
		SIGNAL_UNREF(message);
	}
	session_cipher_free(cipher);
	return result;
}

static int decrypt(struct device *d, int prekey, const uint8_t *data, size_t len, signal_buffer **out)
{
	session_cipher *cipher = new_cipher(d);
	int result;

	if (prekey) {
		pre_key_signal_message *message = NULL;

		result = pre_key_signal_message_deserialize(&message, data, len, d->context);
		if (result >= 0)
			result = session_cipher_decrypt_pre_key_signal_message(cipher, message, NULL, out);
		SIGNAL_UNREF(message);
	} else {
		signal_message *message = NULL;

		result = signal_message_deserialize(&message, data, len, d->context);
		if (result >= 0)
			result = session_cipher_decrypt_signal_message(cipher, message, NULL, out);
		SIGNAL_UNREF(message);
	}
	session_cipher_free(cipher);
	return result;
}

static int begin_with(struct device *d, struct device *with, uint32_t prekey)
{
	return begin(d, with->id, ratchet_identity_key_pair_get_public(with->identity), SIGNED_ID,
		     ec_key_pair_get_public(session_signed_pre_key_get_key_pair(with->signed_key)),
		     session_signed_pre_key_get_signature(with->signed_key),
		     session_signed_pre_key_get_signature_len(with->signed_key), prekey, with->public[prekey]);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One message from a to b; the time spent in decryption is added to *spent. */
static int carry(struct device *a, struct device *b, double *spent)
{
	uint8_t key[32] = {1};
	signal_buffer *data = NULL, *out = NULL;
	int prekey, result = encrypt(a, key, sizeof key, &prekey, &data);
	double start;

	if (result < 0)
		return result;
	start = seconds();
	result = decrypt(b, prekey, signal_buffer_data(data), signal_buffer_len(data), &out);
	*spent += seconds() - start;
	signal_buffer_free(data);
	signal_buffer_free(out);
	return result;
}

static void bench(int count)
{
	struct device *a = new_device(), *b = new_device();
	double one_way = 0, ratchet = 0, first = 0, ignored = 0;
	int result = 0, firsts = count < PREKEYS ? count : PREKEYS;

	for (int i = 1; i <= firsts && result >= 0; i++) {
		drop(&a->sessions[0]);
		drop(&b->sessions[0]);
		result = begin_with(a, b, (uint32_t)i);
		if (result >= 0)
			result = carry(a, b, &first);
	}
	if (result >= 0)
		result = carry(b, a, &ignored);
	for (int i = 0; i < count && result >= 0; i++)
		result = carry(a, b, i ? &one_way : &ignored);
	for (int i = 0; i < count && result >= 0; i++)
		result = i % 2 ? carry(a, b, &ratchet) : carry(b, a, &ratchet);
	if (result < 0)
		printf("error %d\n", result);
	else
		printf("ok oneway %.0f ratchet %.0f first %.0f\n", (count - 1) / one_way, count / ratchet, firsts / first);
}

static void command_bundle(struct device *d)
{
	printf("ok %u ", d->id);
	print_key(ratchet_identity_key_pair_get_public(d->identity));
	printf(" %d ", SIGNED_ID);
	print_key(ec_key_pair_get_public(session_signed_pre_key_get_key_pair(d->signed_key)));
	printf(" ");
	print_bytes(session_signed_pre_key_get_signature(d->signed_key), session_signed_pre_key_get_signature_len(d->signed_key));
	for (int i = 1; i <= PREKEYS; i++)
		if (d->prekeys[i].data) {
			printf(" %d ", i);
			print_key(d->public[i]);
		}
	printf("\n");
}

static void command_begin(struct device *d, char **word)
{
	ec_public_key *identity = read_key(d, word[2]), *signed_key = read_key(d, word[4]), *prekey = read_key(d, word[7]);
	size_t len;
	uint8_t *signature = read_bytes(word[5], &len);
	int result = SG_ERR_INVALID_KEY;

	if (identity && signed_key && prekey)
		result = begin(d, (uint32_t)strtoul(word[1], NULL, 10), identity, (uint32_t)strtoul(word[3], NULL, 10),
			       signed_key, signature, len, (uint32_t)strtoul(word[6], NULL, 10), prekey);
	SIGNAL_UNREF(identity);
	SIGNAL_UNREF(signed_key);
	SIGNAL_UNREF(prekey);
	free(signature);
	if (result < 0)
		printf("error %d\n", result);
	else
		printf("ok\n");
}

static void command_know(struct device *d, char **word)
{
	size_t len;
	uint8_t *identity = read_bytes(word[2], &len);

	identity_save(&other, identity, len, d);
	free(identity);
	printf("ok\n");
}

static void command_crypt(struct device *d, char **word)
{
	int encrypting = word[0][0] == 'e', prekey = 0, result;
	size_t len;
	uint8_t *data = read_bytes(word[encrypting ? 1 : 2], &len);
	signal_buffer *out = NULL;

	if (encrypting)
		result = encrypt(d, data, len, &prekey, &out);
	else
		result = decrypt(d, atoi(word[1]), data, len, &out);
	free(data);
	if (result < 0) {
		printf("error %d\n", result);
		return;
	}
	printf(encrypting ? "ok %d " : "ok ", prekey);
	print_buffer(out);
	printf("\n");
}

int main(void)
{
	struct device *d = new_device();
	static char line[1 << 16];

	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof line, stdin)) {
		char *word[8] = {NULL};
		int words = 0;

		for (char *w = strtok(line, " \n"); w && words < 8; w = strtok(NULL, " \n"))
			word[words++] = w;
		if (words == 1 && !strcmp(word[0], "bundle"))
			command_bundle(d);
		else if (words == 8 && !strcmp(word[0], "know"))
			command_know(d, word);
		else if (words == 8 && !strcmp(word[0], "begin"))
			command_begin(d, word);
		else if ((words == 2 && !strcmp(word[0], "encrypt")) || (words == 3 && !strcmp(word[0], "decrypt")))
			command_crypt(d, word);
		else if (words == 2 && !strcmp(word[0], "slot")) {
			d->slot = abs(atoi(word[1])) % SLOTS;
			printf("ok\n");
		} else if (words == 2 && !strcmp(word[0], "bench"))
			bench(atoi(word[1]));
		else
			printf("error 0\n");
	}
	return 0;
}
