package dev.duello.app.serve;

/** What is done under an address. */
interface Endpoint {
    /** @throws ServiceException when the request is refused */
    Answer answer(Call call);
}
