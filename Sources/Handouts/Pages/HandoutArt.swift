/// A quiet landscape, drawn in the page itself: an image file would be one more request, and one more thing to find.
enum HandoutArt {
    static let landscape = """
        <svg viewBox="0 0 1440 300" preserveAspectRatio="xMidYMax slice" focusable="false" xmlns="http://www.w3.org/2000/svg">
        <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#dfeae6"/><stop offset=".6" stop-color="#f6e7d3"/>\
        <stop offset="1" stop-color="#fbeede"/></linearGradient></defs>
        <rect width="1440" height="300" fill="url(#sky)"/>
        <circle cx="1010" cy="128" r="46" fill="#fff6e4"/><circle cx="1010" cy="128" r="74" fill="#fff6e4" opacity=".35"/>
        <path fill="#b9d0c8" d="M0 214c120-44 214-66 322-48 96 16 150 50 262 40 130-12 186-86 322-82 118 4 176 62 300 60 98-2 166-40 234-52v168H0z"/>
        <path fill="#86aea5" d="M0 248c150-34 246-30 352-12 128 22 212 30 330 6 128-26 214-66 352-50 150 18 246 66 406 34v74H0z"/>
        <path fill="#4f837c" d="M0 282c190-30 320-34 482-18 170 16 300 18 462-4 180-24 320-26 496 2v38H0z"/>
        <g fill="#2f625c"><path d="M236 262l12-40 12 40zM260 266l9-30 9 30zM214 266l8-26 8 26zM1176 266l11-38 11 38zM1200 270l8-28 8 28z"/></g>
        </svg>
        """
}
