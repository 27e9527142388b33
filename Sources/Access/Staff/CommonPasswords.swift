/// The passwords of twelve characters and more that leaked most often, and the words that people add a number to: from the frequency list
/// of zxcvbn (MIT licence). Small on purpose: it stops the first thousands of guesses, and throttling stops the rest.
enum CommonPasswords {
    static let all = Set(
        """
        010203040506 012345678910 014702580369 01telemike01 102030405060 1111111111zz 111222333000 111222333444555
        112233445566 122333444455555 123123qweqwe 123321456654 123321qweewq 123456654321 123456782000 1234567887654321
        123456789000 12345678900987654321 1234567890987654321 1234567890qaz 1234567890qw 1234567890qwe 1234567890qwerty
        1234567890zzz 123456789101 123456789123 1234567892000 12345678987654321 123456789987654321 123456789abc 123456789asd
        123456789qaz 123456789qqq 123456789qwe 123456789qwer 123456789qwerty 123456789zxc 1234567qwertyu 123456qwerty
        1234qwerasdf 1234qwerasdfzxcv 123qwe456rty 123qweasdzxc 123qwerty123 12qw34er56ty 159753456852 1a2s3d4f5g6h
        1q2w3e4r5t6y 1qa2ws3ed4rf 1qa2ws3ed4rf5tg 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc 1qazxsw23edcvfr4 23176djivanfros
        31217221027711 32615948worms 41d8cd98f00b 4815162342lost 541233432442 59382113kevinp 742617000027 89231243658s
        89876065093rax a1s2d3f4g5h6 abc123456789 admin18533362 amadeusptfcor an83546921an13 andrewjackie antananarivu
        asdfgh123456 asdfghjkl123 auckland2010 avrillavigne bltynbabrfwbz boy4u2ownnyc bpgjldsgjldthnf businessbabe
        chickenwing101 christopher1 cjdthitycndj combat123654 contortionist corperfmonsy counterstrike devilmaycry4
        digitalprodu dkflbvbhjdbx dkflbvbhjdyf domainlock2005 finalfantasy fkmnthyfnbdf fktrcfylhjdbx fktrcfylhjdf
        fktrcfylhjdyf flvbybcnhfnjh frederiksberg fynfyfyfhbde gfhjkmgfhjkm ghbdtnghbdtn ghbdtnrfrltkf ghhh47hj7649
        ghjcnjgbpltw ghjcnjgfhjkm ghjcnjghjcnj ghjcnjqgfhjkm ghjcnjrdfibyj ghjnbdjcnjzybt gjkysqgbpltw greenlantern
        gtnhjpfdjlcr hd764nw5d7e1vb1 hedimaptfcor iampurehaha2 ilovemyfamily ingodwetrust installdevic installsqlst
        iseedeadpeople jamesbond007 justinbieber leavemealone lhbjkjubz2957704 lost4815162342 lytghjgtnhjdcr mailcreated5240
        maprchem56458 massimiliano maurolarastefy mevefalkcakk michaeljackson minecraft123 minnesota_hp momsanaladventure
        morganstanley mortalkombat msorcloledbr needforspeed nemvxyheqdd5oqxyxyzi networkingpe newproject2004 nhecsyfujkjdt
        nhfdvfnjkju123 nhfycajhvths nightcrawler nondriversig olcrackmaster ontheoutside p030710p$e4o paraklast1974
        password1234 passwordstandard peanutbutter playstation2 playstation3 polniypizdec0211 polniypizdec110211 ptybnxtvgbjy
        punksnotdead q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qawsedrftgyh qaz123wsx456 qazwsxedc123
        qazwsxedcrfv qazwsxedcrfvtgb qazxswedc123 qazxswedcvfr qwaszxerdfcv qweasdzxc123 qwerasdfzxcv qwertasdfgzxcvb
        qwerty123456 qwerty123456789 qwertyasdfgh qwertyuiop10 qwertyuiop12 qwertyuiop123 qwertyuiop12345 qwertyytrewq
        residentevil rfnthbyf1988 sanfrancisco saun24865709 schoolgirlie seemnemaailm sojdlg123aljg sonnenschein sonyericsson
        specialinsta stickdaddy77 stinkyfinger stratocaster systemofadown temppassword thecakeisalie ticketmaster
        vanyarespekt vfhbyfvfhbyf vfrcbvvfrcbv vfvfvskfhfve vladimirovna warhammer40k wazzkaprivet websolutions
        websolutionssu webuivalidat weihnachtsbau weihnachtsbaum whosyourdaddy xxxp455w0rd5 z1x2c3v4b5n6m7 zaq1xsw2cde3
        zaqwsxcderfv zcfvfzkexifz zqjphsyf6ctifgu zxcasdqwe123 zxcvbn123456 zxcvbnm123456789
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let words = Set(
        """
        access accord action adidas administrator airborne airplane alabama alaska alexande alexandr alexis america andrey
        angels animal apache apollo apples april arizona arsenal asdasd asdfasdf asdfgh asdfghjk asdfghjkl attune august
        austin autumn avalon avatar awesome azerty babygirl badboy badger bambam banana bandit barney baseball bastard batman
        beatles beauty beaver beavis berlin bigboy bigdaddy bigdog bigmac bigman bigred billybob birdie biteme blazer
        blizzard blowme bobafett bollocks bondage booger boogie boomer boston bowling brandy braves brazil britney bronco
        broncos brooklyn brutus bubbles buddha budlight buffalo bulldog bulldogs bullet buster butter butthead caesar camaro
        cameron canada cancer captain cardinal carolina cartman casper celtic champion changeme charlie cheese chelsea
        cherokee cherry chester chevelle cheyenne chicago chicken chocolat chopper christ christin chronic cjkysirj clinic
        cocacola coffee colorado compaq computer connor cookie copper corvette cougar counseling counselling cowboy cowboys
        creative cricket dakota dallas dancer danger darkness darkside darkstar dbrnjhbz december defender destiny detroit
        devils dexter diablo diamond diesel digger digital disney doctor dodgers doggie dolphin dolphins domino donkey dragon
        dreamer dreams driver drowssap drummer ducati eagles eclipse einstein electric elephant elizabet eminem empire
        engineer enigma everton explorer extreme falcon fantasy february fender ferrari fireball firebird fireman fishing
        fktrcfylh florida flower fluffy flyers football forest forever freddy freedom freeuser friday froggy fyfcnfcbz fylhtq
        galina galore gandalf garfield gateway gators gemini genesis genius gfhjkm ghbdtn giants ginger goblue godzilla
        golden golfer goober google greenday guinness guitar gundam gunner hammer hannah hardcore hardon harley hawaii heaven
        hellfire helpme hendrix hentai hercules hiphop hitman hobbes hockey holiday hooters horney horses hotdog hotrod
        hummer hunter icecream iceman iloveyou infinity internet ironman iwantu jaguar january jasmine jasper jester jordan
        july june junior juniper jupiter justice juventus kamloops karina katana kawasaki killer kirill kitten klaster kodiak
        lacrosse lakers lasvegas leather legend letmein liberty lifehack liverpoo liverpool lizard logitech london lovely
        loveme loverboy lovers loveyou lucifer maddog madison madmax madonna maggie magnum maksim manutd march marina marine
        marines marlboro marley maryjane master matrix maverick maximus maxwell mercedes mercury merlin metallic metallica
        mexico michigan mickey midnight minecraft mnbvcxz monday monkey monster montana mookie motdepasse mother motorola
        mountain mozart muffin mustang naruto nascar nastya natali natasha naughty nemesis newport newyork nikita nintendo
        nirvana nissan november october oksana oliver online orange outlaw packard packers pakistan pandora pantera panther
        panthers panties panzer paradise password passwords passwort patches patriots pavilion peaches peanut pearljam
        peekaboo penguin pepper phantom phoenix picard pickle pimpin pirate platinum playboy player pokemon police polina
        pontiac poohbear pookie poopoo popcorn popeye porsche precious predator prince princess private psycho pumpkin purple
        pyramid qazwsx qazwsxedc qazxsw qwaszx qweasd qweasdzxc qweqwe qwerty qwertyu qwertyui qwertyuiop rabbit racing
        raider raiders rainbow ranger rangers raptor rascal reddog redhead redrum redskins redsox redwings rocket rolltide
        ronaldo rooster rosebud runner ruslan russia saints samantha samson samsung sandman saturn scarface scooby scooter
        scorpio scorpion scotland scotty secret security semperfi september serega serenity sergey shadow shaggy shelby
        shorty sierra silver simple simpsons skipper skippy skyline slayer slipknot smokey smooth snickers sniper snoopy
        snowball snowman soccer softball sophie spanky sparky speedy spider spiderma spiderman spirit spitfire spooky spring
        stalker stargate startrek starwars steelers stingray stinky strike stupid sublime success summer sunset sunshine
        superman surfer suzuki svetlana swimming swordfis swordfish sydney tarheels taurus tennis tester testing theman
        therapist therapy therock thumper thunder tigers tigger tinker titanic tomcat topgun toyota trauma trinity trooper
        trouble turkey turtle tweety valentin vampire vancouver vegeta vfhbyf vfrcbv victory viking vikings vision vladimir
        voodoo voyager wanker warcraft warrior weasel welcome westside whatever whynot wildcat wildcats willow windows winner
        winston winter wizard wolfpack wolverin wolves wombat xavier yamaha yankee yankees yellow yfnfif ytrewq zeppelin
        zombie zxcvbn zxcvbnm
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Rows of keyboards and the alphabet.
    static let runs = [
        "1234567890", "qwertyuiop", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiop", "azertyuiop", "abcdefghijklmnopqrstuvwxyz",
    ]
}
